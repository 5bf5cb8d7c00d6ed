"""proposed themes, and words that came in many copies."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

LIST = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('theme_proposal',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('phrase', sa.String(length=400), nullable=False),
    sa.Column('others', LIST, nullable=False),
    sa.Column('central', LIST, nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('compared', sa.Integer(), nullable=False),
    sa.Column('pool', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('decided_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('theme_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_theme_proposal_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_theme_proposal'))
    )
    with op.batch_alter_table('theme_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_proposal_workspace_id_state'), ['workspace_id', 'state'], unique=False)
    op.create_table('word_copies',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('same', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_word_copies_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'same', name=op.f('pk_word_copies'))
    )
    op.add_column('comment_reading', sa.Column('same', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('comment_reading', 'same')
    op.drop_table('word_copies')
    with op.batch_alter_table('theme_proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_theme_proposal_workspace_id_state'))
    op.drop_table('theme_proposal')
