"""Visits to the real server: one process of `hark serve`, asked over the network of this machine.

Time is what the visitor waits. Processor time is what the server's own threads worked meanwhile:
with SQLite all of a page, with PostgreSQL all but the database's share. Other programs on the
machine stretch the first and hardly the second.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.stage import ROOT, free_port
from feedback.config import Settings

FEWEST, PATIENCE = 5, 10_000
"""Looks at a page at least, and milliseconds after which no more are taken."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of one page, the first apart from all later ones."""

    cold: float
    p50: float
    p95: float
    work: float
    """Processor time of the middle one."""


@dataclass
class Visitor:
    """Somebody signed in, on a connection that stays open."""

    port: int
    group: int
    cookie: str = ""

    def page(self, address: str) -> str:
        """Open a page."""
        return self._asked(address, 200)[1]

    def sign_in(self, token: str) -> None:
        """Come in."""
        self.cookie = self._asked(f"/enter/{token}", 302)[0].split(";")[0]

    def times(self, address: str, runs: int, *, must_say: str = "") -> Times:
        """Open a page again and again, less often where it takes long."""
        taken: list[float] = []
        worked: list[float] = []
        self._line.close()  # the server may have left it meanwhile
        while len(taken) <= runs and (len(taken) < FEWEST or sum(taken) < PATIENCE):
            before, start = self.work(), time.perf_counter()
            page = self.page(address)
            taken.append(1000 * (time.perf_counter() - start))
            worked.append(self.work() - before)
            assert must_say in page, address
        cold, *warm = taken
        cuts = quantiles(warm, n=20)
        return Times(cold, cuts[9], min(cuts[18], max(warm)), median(worked[1:]))

    def work(self) -> float:
        """Give the milliseconds that the server's threads have worked so far."""
        spent = 0
        for task in self._files("task/*/schedstat"):
            spent += int(task.split()[0])
        return spent / 1e6

    def memory(self) -> float:
        """Give the most that a process of the server ever held, in MB."""
        said = (status.partition("VmHWM:")[2].split() for status in self._files("status"))
        return max(int(words[0]) / 1024 for words in said if words)

    def _files(self, pattern: str) -> Iterator[str]:
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.getpgid(int(process.name)) == self.group:
                    for file in process.glob(pattern):
                        yield file.read_text()

    def _asked(self, address: str, status: int) -> tuple[str, str]:
        if not hasattr(self, "_line"):
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        self._line.request("GET", address, headers={"Cookie": self.cookie})
        reply = self._line.getresponse()
        words = reply.read().decode()
        assert reply.status == status, (address, reply.status, words[:500])
        return reply.getheader("Set-Cookie", ""), words


@contextmanager
def visitor(settings: Settings, token: str) -> Iterator[Visitor]:
    """Start the server, come in, and stop the server behind."""
    port = free_port()
    given = {"HARK_DATA": str(settings.data), "HARK_DATABASE_URL": settings.database_url}
    given |= {"HARK_PORT": str(port), "HARK_PROCESSES": "1"}
    around = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    hark = Path(sys.executable).with_name("hark")
    process = subprocess.Popen(
        [str(hark), "serve", "--no-worker"],
        cwd=ROOT,
        env=around | given,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(port)
        one = Visitor(port, process.pid)
        one.sign_in(token)
        yield one
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await(port: int) -> None:
    for _ in range(3600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")
