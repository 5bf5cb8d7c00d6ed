"""words of a company's own that are no people's names."""

import sqlalchemy as sa
import surveys.db
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('own_word',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('words', sa.String(length=400), nullable=False),
    sa.Column('folded', sa.String(length=400), nullable=False),
    sa.Column('added_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('added_by', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_own_word_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_own_word')),
    sa.UniqueConstraint('workspace_id', 'folded', name=op.f('uq_own_word_workspace_id_folded'))
    )


def downgrade() -> None:
    op.drop_table('own_word')
