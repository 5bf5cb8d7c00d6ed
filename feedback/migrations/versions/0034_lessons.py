"""what corrections taught about themes."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('theme_lesson',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('corrections', sa.Integer(), nullable=False),
    sa.Column('held', sa.Integer(), nullable=False),
    sa.Column('mended', sa.Integer(), nullable=False),
    sa.Column('spoiled', sa.Integer(), nullable=False),
    sa.Column('p', sa.Float(), nullable=False),
    sa.Column('weights', JSON, nullable=False),
    sa.Column('effects', JSON, nullable=False),
    sa.Column('examined', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('decided_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_theme_lesson_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_theme_lesson'))
    )
    op.add_column('frame_version', sa.Column('lesson_id', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('frame_version', 'lesson_id')
    op.drop_table('theme_lesson')
