"""Complete answers a second (GET form, POST, GET thanks), and whether each is kept exactly once.

    python -m bench.answers                     SQLite and PostgreSQL, 30 s each
    python -m bench.answers --kills 60          kill -9 under load, sixty times
    python -m bench.answers --kills 5 --early   the same against a server that is wrong on purpose

PostgreSQL is used where HARK_TEST_DATABASE_URL names one; the bench makes a database of its own
beside it.
"""

import argparse
import os
import random
import sys
import time
from statistics import quantiles
from typing import Any

from bench.ceilings import durable_inserts
from bench.stage import (
    Server,
    Stage,
    Verdict,
    Work,
    check,
    hurry,
    seen_by,
    serving,
    stage,
    start,
)
from feedback.config import Settings

PER_SECOND = 1500
"""Invitations seeded for each second, so that they never run out."""
PER_KILL = 700
EMPTY = (sys.executable, "-m", "bench.ceilings")
EARLY = (sys.executable, "-m", "bench.early")


def main() -> int:
    """Run what was asked for on each database; 1 where an answer was lost or doubled."""
    order = _order()
    fine = True
    for name, url in _databases(order.database):
        print(f"\n{name}")
        if order.kills:
            fine &= kills(url, order.kills, early=order.early, clients=order.clients).holds
        else:
            fine &= speed(url, order)
    return 0 if fine else 1


def speed(url: str, order: argparse.Namespace) -> bool:
    """Measure, check, and print beside the ceilings of the same run."""
    seeded = int(order.seconds * PER_SECOND) + 1000
    with stage(url, answers=seeded, threads=order.threads) as on:
        with serving(on) as server:
            seen_by(hurry(on, on.work[:300], clients=order.clients, seconds=1.5))  # warm
            before = server.cpu_seconds()
            seen = seen_by(hurry(on, on.work[300:], clients=order.clients, seconds=order.seconds))
            cpu = server.cpu_seconds() - before
            memory = server.memory_mb()
            landing = _landing(on, order.clients)
        verdict = check(on, [tuple(pair) for pair in seen["acknowledged"]])
        with serving(on, *EMPTY):
            empty = _landing(on, order.clients)
        inserts = durable_inserts(url, on.settings.data)
    rate = len(seen["answer_times"]) / seen["seconds"]
    _line("complete answers", f"{rate:,.0f} /s", _percentiles(seen["answer_times"]))
    for step, times in seen["request_times"].items():
        _line(f"  {step}", "", _percentiles(times))
    _line("server CPU", f"{cpu / len(seen['answer_times']) * 1000:.2f} ms", "for each answer")
    _line("landing GET alone", f"{landing:,.0f} /s", "")
    _line("server memory", f"{memory:,.0f} MB", "")
    _line("errors", f"{len(seen['errors']) + seen['broken']}", ", ".join(set(seen["errors"])))
    _line("ceiling: empty Flask page", f"{empty:,.0f} /s", f"answers reach {rate * 3 / empty:.0%}")
    _line("ceiling: durable inserts", f"{inserts:,.0f} /s", f"answers reach {rate / inserts:.0%}")
    _judge(verdict)
    return verdict.holds and not seen["errors"] and not seen["broken"]


def kills(url: str, times: int, *, early: bool = False, clients: int = 16) -> Verdict:
    """Kill the server again and again under load; whoever got no reply asks again later."""
    command = EARLY if early else ()
    acknowledged: list[Work] = []
    errors: list[str] = []
    with stage(url, answers=times * PER_KILL) as on:
        waiting = list(on.work)
        for _ in range(times):
            server = start(on, *command)
            share, waiting = waiting[:PER_KILL], waiting[PER_KILL:]
            seen = _cut_short(on, server, share, clients)
            done = [tuple(pair) for pair in seen["acknowledged"]]
            acknowledged += done
            errors += seen["errors"]
            waiting = [tuple(pair) for pair in seen["unfinished"]] + waiting
        if not early:
            with serving(on):
                seen = seen_by(hurry(on, waiting[:clients], clients=clients, seconds=10))
            acknowledged += [tuple(pair) for pair in seen["acknowledged"]]
        verdict = check(on, acknowledged)
    _line("kills", f"{times}", f"{len(errors)} error pages")
    _judge(verdict)
    return verdict


def _cut_short(on: Stage, server: Server, share: list[Work], clients: int) -> dict[str, Any]:
    customers = hurry(on, share, clients=clients, seconds=20)
    time.sleep(random.uniform(0.25, 0.6))
    server.kill()
    return seen_by(customers)


def _landing(on: Stage, clients: int) -> float:
    seen = seen_by(hurry(on, on.work, clients=clients, seconds=4, landing_only=True))
    return len(seen["request_times"]["form"]) / seen["seconds"]


def _percentiles(times: list[float]) -> str:
    cuts = quantiles(times, n=100)
    return "  ".join(f"p{p} {cuts[p - 1] * 1000:,.1f} ms" for p in (50, 95, 99))


def _judge(verdict: Verdict) -> None:
    kept = verdict.acknowledged - verdict.lost - verdict.wrong
    _line("acknowledged", f"{verdict.acknowledged:,}", f"{kept:,} stored exactly as sent")
    _line("lost / doubled / wrong", f"{verdict.lost} / {verdict.doubled} / {verdict.wrong}", "")


def _line(name: str, value: str, more: str) -> None:
    print(f"  {name:<28}{value:>14}   {more}".rstrip(), flush=True)


def _databases(chosen: str) -> list[tuple[str, str]]:
    found = {"sqlite": ""}
    url = os.environ.get("HARK_TEST_DATABASE_URL", "")
    if url:
        found["postgresql"] = Settings(database_url=url).database_url
    elif chosen == "postgresql":
        raise SystemExit("Set HARK_TEST_DATABASE_URL to a PostgreSQL where databases may be made.")
    return [(name, found[name]) for name in found if chosen in (name, "both")]


def _order() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--threads", type=int, default=Settings.model_fields["threads"].default)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--early", action="store_true", help="acknowledge before the commit")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
