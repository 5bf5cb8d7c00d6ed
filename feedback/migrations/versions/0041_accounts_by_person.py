"""accounts by person."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
    op.create_table('tally_person',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('said', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('responded', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('who', sa.Integer(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('middle', sa.Integer(), nullable=False),
    sa.Column('top', sa.Integer(), nullable=False),
    sa.Column('last', surveys.db.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_tally_person_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'account_id', 'person_id', name=op.f('pk_tally_person')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_tally_person_workspace_id_account_id_said'), 'tally_person', ['workspace_id', 'account_id', 'said'], unique=False)
    op.create_index(op.f('ix_tally_person_workspace_id_person_id'), 'tally_person', ['workspace_id', 'person_id'], unique=False)
    op.create_table('tally_stale',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('at', surveys.db.Utc(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_tally_stale_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tally_stale'))
    )
    op.create_table('tally_scope',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('attribute', sa.String(length=400), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=True),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('counted_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('job_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'survey_id'], ['survey.workspace_id', 'survey.id'], name=op.f('fk_tally_scope_workspace_id_survey_id_survey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_tally_scope_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tally_scope'))
    )
    op.create_table('tally_account',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('scope_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('account', sa.Text(), nullable=False),
    sa.Column('alike', json, nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('responded', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('who', sa.Integer(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('middle', sa.Integer(), nullable=False),
    sa.Column('top', sa.Integer(), nullable=False),
    sa.Column('last', surveys.db.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'scope_id'], ['tally_scope.workspace_id', 'tally_scope.id'], name=op.f('fk_tally_account_workspace_id_scope_id_tally_scope'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_tally_account_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'scope_id', 'account_id', name=op.f('pk_tally_account')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('tally_account')
    op.drop_table('tally_scope')
    op.drop_table('tally_stale')
    op.drop_index(op.f('ix_tally_person_workspace_id_person_id'), table_name='tally_person')
    op.drop_index(op.f('ix_tally_person_workspace_id_account_id_said'), table_name='tally_person')
    op.drop_table('tally_person')
