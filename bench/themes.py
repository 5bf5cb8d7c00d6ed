"""Time of the theme explorer and the executive's report at 10k and 100k comments.

    uv run python -m bench.themes [--sizes 10000,100000] [--databases sqlite,postgresql]

Three answers for each comment, in 14 months; twelve themes and three parts, 1.2 to a comment; one
in twenty in a language that is not analysed; a third of the people wrote more than once. Pages are
measured as `bench.report` measures them, each by a server of its own: cold, nothing is known yet;
warm, nothing has changed since.
"""

import argparse
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from analysis.reading import Frame, Theme
from bench.house import database
from bench.report import filled
from bench.rows import SERIES
from bench.visits import visitor
from feedback import create_app
from feedback.config import Settings
from feedback.extensions import db
from feedback.ids import spell
from feedback.themes import frames
from feedback.themes.frames import Change, Done
from surveys.models import Workspace
from surveys.scope import bind_workspace

THEMES = 15
PARTS = {13: 1, 14: 1, 15: 2}
PAGES = {
    "explorer": "/themes/explorer?every=all",
    "explorer, a quarter": "/themes/explorer?every=quarter&on=2026-10-05",
    "explorer by account": "/themes/explorer?every=all&by=account",
    "one theme": f"/themes/{spell(1)}?every=all",
    "explore": f"/report/explore?measure=theme&theme={spell(1)}&over=month",
    "explore by account": f"/report/explore?measure=theme&theme={spell(1)}&over=month&by=account",
    "explore by language": "/report/explore?measure=theme&by=response.language&every=quarter",
    "summary": "/report/summary?every=all",
    "summary, a quarter": "/report/summary?every=quarter&on=2026-10-05",
}
READ = """INSERT INTO comment_reading (workspace_id, response_id, question_key, number, reader,
 survey_id, contact_id, answered_on, score, is_counted, language, is_analysed, sentiment, urgency,
 toxicity, disagrees)
 SELECT workspace_id, id, 'reason', 1, 'bench', survey_id, id / 3 % :people, answered_on, score,
 true, CASE WHEN id % 20 = 0 THEN 'xx' ELSE 'en' END, id % 20 <> 0, '', '', '', false
 FROM response WHERE id % 3 = 0"""
SAID = """INSERT INTO theme_mention (workspace_id, response_id, theme_id, sentiment, confidence,
 by_hand, survey_id, answered_on, score, is_counted)
 SELECT r.workspace_id, r.id, s.i, CASE WHEN r.id * 31 %% 10 < 2 THEN 'neutral'
 WHEN coalesce(r.score, 0) > 7 THEN 'positive' ELSE 'negative' END, 1.0, false, r.survey_id,
 r.answered_on, r.score, true FROM response AS r, %s AS s
 WHERE r.id %% 3 = 0 AND (r.id * 7919 + s.i * 104729) / 13 %% 100 < 16 - s.i"""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=10)
    asked = parser.parse_args()
    columns = "".join(f"{name:>9}" for name in ("cold", "p50", "p95", "work", "MB"))
    print(f"{'database':<11}{'comments':>10}  {'page':<22}{columns}")
    for kind in asked.databases.split(","):
        for size in map(int, asked.sizes.split(",")):
            with database(kind) as settings:
                _measure(settings, kind, size, asked.runs)


def _measure(settings: Settings, kind: str, size: int, runs: int) -> None:
    token = filled(settings, 3 * size)
    _speak(settings, size)
    for page, address in PAGES.items():
        with visitor(settings, token) as one:  # its memory is this page's
            words = "Comments on" if "measure=theme" in address else "association, not cause"
            found = one.times(address, runs, must_say=words)
            memory = one.memory()
        figures = "".join(f"{ms:>9,.0f}" for ms in (*vars(found).values(), memory))
        print(f"{kind:<11}{size:>10,}  {page:<22}{figures}", flush=True)


def _speak(settings: Settings, size: int) -> None:
    """Write what a worker would have read."""
    app = create_app(settings)
    with app.app_context():
        with Session(db.engine) as session:
            unscoped = {"unscoped": True}
            workspace = session.scalars(select(Workspace), execution_options=unscoped).one()
            bind_workspace(session, workspace.id)
            themes = (
                Theme(str(n), f"Theme {n}", (), (), str(PARTS[n]) if n in PARTS else "")
                for n in range(1, THEMES + 1)
            )
            done = Done(Change.ADDED, "", None, datetime.now(UTC), 0)
            frames.apply(session, Frame(tuple(themes)), done)
            session.commit()
        with db.engine.begin() as connection:
            series = SERIES[db.engine.dialect.name]
            connection.execute(text(READ), {"people": 3 * size // 4})
            connection.execute(text(SAID % series), {"n": THEMES})
            connection.execute(text("UPDATE answer SET read_by = 1 WHERE question_key = 'reason'"))
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        db.engine.dispose()


if __name__ == "__main__":
    main()
