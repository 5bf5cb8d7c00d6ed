"""fiscal year and weights."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
    op.add_column('workspace', sa.Column('year_begins', sa.Integer(), server_default='1', nullable=False))
    op.add_column('workspace', sa.Column('weighs_by', json, server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.drop_column('weighs_by')
        batch_op.drop_column('year_begins')
