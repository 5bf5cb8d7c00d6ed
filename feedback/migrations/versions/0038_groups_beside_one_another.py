"""groups beside one another."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
    op.create_table('tally_beside',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.Column('decided', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('at', surveys.db.Utc(timezone=True), nullable=True),
    sa.Column('found', json, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'survey_id'], ['survey.workspace_id', 'survey.id'], name=op.f('fk_tally_beside_workspace_id_survey_id_survey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_tally_beside_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'survey_id', name=op.f('pk_tally_beside'))
    )
    op.execute(
        "INSERT INTO tally_beside (workspace_id, survey_id, changes, decided, n, found) "
        "SELECT DISTINCT workspace_id, survey_id, 1, 0, 0, '{}' FROM tally"
        if op.get_bind().dialect.name == 'sqlite' else
        "INSERT INTO tally_beside (workspace_id, survey_id, changes, decided, n, found) "
        "SELECT DISTINCT workspace_id, survey_id, 1, 0, 0, '{}'::jsonb FROM tally"
    )


def downgrade() -> None:
    op.drop_table('tally_beside')
