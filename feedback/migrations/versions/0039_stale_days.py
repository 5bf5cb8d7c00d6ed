"""stale days."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

STEPS = [f's{step}' for step in range(11)]


def upgrade() -> None:
    op.create_table('stale_day',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('written_by', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_stale_day_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'survey_id', 'day', 'written_by', name=op.f('pk_stale_day')),
    sqlite_with_rowid=False
    )
    op.create_table('told_day',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('value', sa.String(length=64), nullable=False),
    *(sa.Column(step, sa.Integer(), nullable=False) for step in STEPS),
    sa.ForeignKeyConstraint(['workspace_id', 'survey_id'], ['survey.workspace_id', 'survey.id'], name=op.f('fk_told_day_workspace_id_survey_id_survey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_told_day_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'survey_id', 'kind', 'day', 'value', name=op.f('pk_told_day')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_response_workspace_id_contact_id_answered_on', 'response', ['workspace_id', 'contact_id', 'answered_on'])
    op.drop_index('ix_response_workspace_id_contact_id', 'response')
    op.execute(
        "INSERT INTO stale_day (workspace_id, survey_id, day, written_by) "
        "SELECT DISTINCT r.workspace_id, r.survey_id, r.answered_on, -1 FROM response AS r "
        "JOIN survey AS s ON s.workspace_id = r.workspace_id AND s.id = r.survey_id "
        "WHERE NOT s.is_anonymous"
    )


def downgrade() -> None:
    op.create_index('ix_response_workspace_id_contact_id', 'response', ['workspace_id', 'contact_id'])
    op.drop_index('ix_response_workspace_id_contact_id_answered_on', 'response')
    op.drop_table('told_day')
    op.drop_table('stale_day')
