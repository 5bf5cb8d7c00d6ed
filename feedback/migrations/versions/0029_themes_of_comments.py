"""themes of comments."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def spare_the_anonymous() -> None:
    """Never read answers that lead to nobody, as for judging."""
    op.execute(sa.text("UPDATE answer SET read_by = NULL WHERE judged_by IS NULL"))


def upgrade() -> None:
    op.create_table('frame_version',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reads', sa.Integer(), nullable=False),
    sa.Column('themes', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reader', sa.String(length=16), nullable=False),
    sa.Column('change', sa.String(length=16), nullable=False),
    sa.Column('about', sa.String(length=400), nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('came_in', sa.Integer(), nullable=False),
    sa.Column('went_out', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_frame_version_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'number', name=op.f('pk_frame_version'))
    )
    op.create_table('theme_correction',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('theme_id', sa.BigInteger(), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('words_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id'], ['response.workspace_id', 'response.id'], name=op.f('fk_theme_correction_workspace_id_response_id_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_theme_correction_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_theme_correction'))
    )
    with op.batch_alter_table('theme_correction', schema=None) as batch_op:
        batch_op.create_index('ix_theme_correction_live', ['workspace_id', 'response_id', 'theme_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('comment_reading',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('question_key', sa.String(length=64), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reader', sa.String(length=16), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=False),
    sa.Column('contact_id', sa.BigInteger(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('is_counted', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('is_analysed', sa.Boolean(), nullable=False),
    sa.Column('polarity', sa.Float(), nullable=True),
    sa.Column('judges', sa.Float(), nullable=True),
    sa.Column('sentiment', sa.String(length=8), nullable=False),
    sa.Column('urgency', sa.String(length=16), nullable=False),
    sa.Column('toxicity', sa.String(length=16), nullable=False),
    sa.Column('disagrees', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id', 'question_key'], ['answer.workspace_id', 'answer.response_id', 'answer.question_key'], name=op.f('fk_comment_reading_workspace_id_response_id_question_key_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_comment_reading_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'response_id', name=op.f('pk_comment_reading'))
    )
    with op.batch_alter_table('comment_reading', schema=None) as batch_op:
        batch_op.create_index('ix_comment_reading_counted', ['workspace_id', 'survey_id', 'answered_on', 'score', 'is_counted'], unique=False)
        batch_op.create_index('ix_comment_reading_odd', ['workspace_id', 'answered_on', 'response_id'], unique=False, sqlite_where=sa.text('disagrees'), postgresql_where=sa.text('disagrees'))
        batch_op.create_index('ix_comment_reading_order', ['workspace_id', 'answered_on', 'response_id'], unique=False)
        batch_op.create_index('ix_comment_reading_urgent', ['workspace_id', 'answered_on', 'response_id'], unique=False, sqlite_where=sa.text("urgency != ''"), postgresql_where=sa.text("urgency != ''"))

    op.create_table('theme_mention',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('theme_id', sa.BigInteger(), nullable=False),
    sa.Column('sentiment', sa.String(length=8), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('survey_id', sa.BigInteger(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('is_counted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id'], ['comment_reading.workspace_id', 'comment_reading.response_id'], name=op.f('fk_theme_mention_workspace_id_response_id_comment_reading'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_theme_mention_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'response_id', 'theme_id', name=op.f('pk_theme_mention'))
    )
    with op.batch_alter_table('theme_mention', schema=None) as batch_op:
        batch_op.create_index('ix_theme_mention_counted', ['workspace_id', 'theme_id', 'survey_id', 'answered_on', 'score', 'sentiment', 'is_counted'], unique=False)
        batch_op.create_index('ix_theme_mention_order', ['workspace_id', 'theme_id', 'answered_on', 'response_id'], unique=False)

    op.add_column('answer', sa.Column('read_by', sa.Integer(), server_default=sa.text('0'), nullable=True))
    spare_the_anonymous()
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index('ix_answer_unread', ['workspace_id', 'read_by'], unique=False, sqlite_where=sa.text("question_key = 'reason' AND text IS NOT NULL AND read_by IS NOT NULL"), postgresql_where=sa.text("question_key = 'reason' AND text IS NOT NULL AND read_by IS NOT NULL"))



def downgrade() -> None:
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('ix_answer_unread', sqlite_where=sa.text("question_key = 'reason' AND text IS NOT NULL AND read_by IS NOT NULL"), postgresql_where=sa.text("question_key = 'reason' AND text IS NOT NULL AND read_by IS NOT NULL"))
        batch_op.drop_column('read_by')

    with op.batch_alter_table('theme_mention', schema=None) as batch_op:
        batch_op.drop_index('ix_theme_mention_order')
        batch_op.drop_index('ix_theme_mention_counted')

    op.drop_table('theme_mention')
    with op.batch_alter_table('comment_reading', schema=None) as batch_op:
        batch_op.drop_index('ix_comment_reading_urgent', sqlite_where=sa.text("urgency != ''"), postgresql_where=sa.text("urgency != ''"))
        batch_op.drop_index('ix_comment_reading_order')
        batch_op.drop_index('ix_comment_reading_odd', sqlite_where=sa.text('disagrees'), postgresql_where=sa.text('disagrees'))
        batch_op.drop_index('ix_comment_reading_counted')

    op.drop_table('comment_reading')
    with op.batch_alter_table('theme_correction', schema=None) as batch_op:
        batch_op.drop_index('ix_theme_correction_live', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('theme_correction')
    op.drop_table('frame_version')
