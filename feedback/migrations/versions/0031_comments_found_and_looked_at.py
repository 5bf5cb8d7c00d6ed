"""comments found by their words, and who looked at them."""

import sqlalchemy as sa
import surveys.db
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

READING = (
    ('state', ['workspace_id', 'state', 'answered_on', 'response_id'], None),
    ('language', ['workspace_id', 'language', 'answered_on', 'response_id'], None),
    ('unknown', ['workspace_id', 'answered_on', 'response_id'], 'NOT is_analysed'),
    ('rude', ['workspace_id', 'answered_on', 'response_id'], "toxicity != ''"),
)
SEARCH = (
    # Each word stands here once for all comments; the words themselves only in comment_words.
    "CREATE VIRTUAL TABLE comment_search USING fts5(place, words, content='', columnsize=0,"
    " prefix='3', tokenize='ascii')",
    "CREATE TRIGGER comment_words_insert AFTER INSERT ON comment_words BEGIN"
    " INSERT INTO comment_search (rowid, place, words)"
    " VALUES (new.doc, 'w' || new.workspace_id, new.words); END",
    "CREATE TRIGGER comment_words_delete AFTER DELETE ON comment_words BEGIN"
    " INSERT INTO comment_search (comment_search, rowid, place, words)"
    " VALUES ('delete', old.doc, 'w' || old.workspace_id, old.words);"
    " INSERT OR IGNORE INTO comment_trace (workspace_id)"
    " SELECT id FROM workspace WHERE id = old.workspace_id; END",
)
LATER = """INSERT INTO job (workspace_id, id, kind, payload, state, run_at, attempts, done, total,
    created_at) SELECT id, 30, 'index-words', '{}', 'queued', created_at, 0, 0, 0, created_at
    FROM workspace"""


def upgrade() -> None:
    op.create_table('comment_words',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('question_key', sa.String(length=64), nullable=False),
    sa.Column('doc', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id', 'question_key'], ['answer.workspace_id', 'answer.response_id', 'answer.question_key'], name=op.f('fk_comment_words_workspace_id_response_id_question_key_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_comment_words_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'response_id', name=op.f('pk_comment_words'))
    )
    op.create_index('ix_comment_words_doc', 'comment_words', ['doc'], unique=True)
    op.create_index('ix_comment_words_words', 'comment_words', ['words'], postgresql_using='gin', sqlite_where=sa.text('words IS NULL'))
    op.create_table('comment_trace',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_comment_trace_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_comment_trace'))
    )
    op.create_table('comment_look',
    sa.Column('workspace_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('response_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('made_at', surveys.db.Utc(timezone=True), nullable=False),
    sa.Column('ended_at', surveys.db.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'response_id'], ['response.workspace_id', 'response.id'], name=op.f('fk_comment_look_workspace_id_response_id_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_comment_look_workspace_id_workspace'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_comment_look'))
    )
    with op.batch_alter_table('comment_look', schema=None) as batch_op:
        batch_op.create_index('ix_comment_look_live', ['workspace_id', 'response_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index('ix_comment_look_response', ['workspace_id', 'response_id', 'made_at'], unique=False)
    op.add_column('comment_reading', sa.Column('state', sa.String(length=8), server_default='', nullable=False))
    for name, columns, where in READING:
        only = sa.text(where) if where else None
        op.create_index(f'ix_comment_reading_{name}', 'comment_reading', columns, sqlite_where=only, postgresql_where=only)
    if op.get_bind().dialect.name == 'sqlite':
        for statement in SEARCH:
            op.execute(statement)
    op.execute(LATER)


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'index-words'")
    op.drop_table('comment_look')
    op.drop_table('comment_trace')
    op.drop_table('comment_words')
    if op.get_bind().dialect.name == 'sqlite':
        op.drop_table('comment_search')
    for name, _columns, _where in READING:
        op.drop_index(f'ix_comment_reading_{name}', 'comment_reading')
    op.drop_column('comment_reading', 'state')
