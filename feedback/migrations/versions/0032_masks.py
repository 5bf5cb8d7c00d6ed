"""what people decided about who is named in comments."""

import sqlalchemy as sa
import surveys.db
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mask_decision',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('letters_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('replaced_by', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id'], ['response.workspace_id', 'response.id'], name=op.f('fk_mask_decision_workspace_id_response_id_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_mask_decision_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_mask_decision'))
    )
    with op.batch_alter_table('mask_decision', schema=None) as batch_op:
        batch_op.create_index('ix_mask_decision_live', ['workspace_id', 'response_id', 'first', 'last'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.add_column('comment_reading', sa.Column('open_masks', sa.Integer(), server_default=sa.text('0'), nullable=False))
    with op.batch_alter_table('comment_reading', schema=None) as batch_op:
        batch_op.create_index('ix_comment_reading_masked', ['workspace_id', 'answered_on', 'response_id'], unique=False, sqlite_where=sa.text('open_masks > 0'), postgresql_where=sa.text('open_masks > 0'))


def downgrade() -> None:
    with op.batch_alter_table('comment_reading', schema=None) as batch_op:
        batch_op.drop_index('ix_comment_reading_masked', sqlite_where=sa.text('open_masks > 0'), postgresql_where=sa.text('open_masks > 0'))
    op.drop_column('comment_reading', 'open_masks')
    with op.batch_alter_table('mask_decision', schema=None) as batch_op:
        batch_op.drop_index('ix_mask_decision_live', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.drop_table('mask_decision')
