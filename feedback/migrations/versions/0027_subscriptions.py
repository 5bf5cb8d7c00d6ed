"""subscriptions, and what they led to."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

BLOB = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('subscription',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=400), nullable=False),
    sa.Column('parameters', BLOB, nullable=False),
    sa.Column('attribute', sa.String(length=400), nullable=False),
    sa.Column('value', sa.String(length=400), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=True),
    sa.Column('cadence', sa.String(length=16), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=400), nullable=False),
    sa.Column('url', sa.String(length=400), nullable=False),
    sa.Column('secret', sa.String(length=400), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('next_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('paused_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('stopped_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('remembers', BLOB, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_subscription_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_subscription'))
    )
    op.create_index(op.f('ix_subscription_next_at'), 'subscription', ['next_at'])
    op.create_table('dispatch',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('subscription_id', sa.BigInteger(), nullable=False),
    sa.Column('due_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('to', sa.String(length=400), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('done_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'subscription_id'], ['subscription.workspace_id', 'subscription.id'], name=op.f('fk_dispatch_workspace_id_subscription_id_subscription'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_dispatch_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_dispatch')),
    sa.UniqueConstraint('workspace_id', 'subscription_id', 'due_at', name=op.f('uq_dispatch_workspace_id_subscription_id_due_at'))
    )


def downgrade() -> None:
    op.drop_table('dispatch')
    op.drop_index(op.f('ix_subscription_next_at'), table_name='subscription')
    op.drop_table('subscription')
