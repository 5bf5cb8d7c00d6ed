"""kept frame."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
    op.create_table('kept_frame',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('names', json, nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('values', json, nullable=False),
    sa.Column('at', surveys.db.Utc(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_kept_frame_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_kept_frame'))
    )


def downgrade() -> None:
    op.drop_table('kept_frame')
