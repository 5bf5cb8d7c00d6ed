"""doubtful praise, and one mention of a colleague in an answer."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

TWICE = """
DELETE FROM mention WHERE staff_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM mention AS other
    WHERE other.workspace_id = mention.workspace_id AND other.staff_id = mention.staff_id
      AND other.response_id = mention.response_id AND other.id <> mention.id
      AND (CASE WHEN other.decided_at IS NULL THEN 1 ELSE 0 END, other.id)
        < (CASE WHEN mention.decided_at IS NULL THEN 1 ELSE 0 END, mention.id)
)
"""


def upgrade() -> None:
    op.execute(TWICE)
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_doubtful', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_index(batch_op.f('ix_mention_workspace_id_staff_id'))
        batch_op.create_index(batch_op.f('ix_mention_workspace_id_staff_id_response_id'), ['workspace_id', 'staff_id', 'response_id'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mention_workspace_id_staff_id_response_id'))
        batch_op.create_index(batch_op.f('ix_mention_workspace_id_staff_id'), ['workspace_id', 'staff_id'], unique=False)
        batch_op.drop_column('is_doubtful')
