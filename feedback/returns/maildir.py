"""Returned mail from a Maildir on this machine: taken from new/, then moved to cur/."""

from pathlib import Path

from feedback.returns.imap import MOST_AT_ONCE, Take
from surveys.returns.opening import MOST_BYTES


def read_maildir(folder: Path, take: Take) -> int:
    """Take what is new and tell how much was ours; the same mail twice changes nothing."""
    new, cur = folder / "new", folder / "cur"
    cur.mkdir(parents=True, exist_ok=True)
    waiting = sorted(path for path in new.glob("*") if path.is_file() and not path.is_symlink())
    ours = 0
    for path in waiting[:MOST_AT_ONCE]:
        with path.open("rb") as file:
            is_ours = take(file.read(MOST_BYTES))
        ours += is_ours
        flags = "S" if is_ours else ""
        path.replace(cur / f"{path.name.partition(':')[0]}:2,{flags}")
    return ours
