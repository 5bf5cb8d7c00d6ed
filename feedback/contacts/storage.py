"""Uploaded files: kept below the data folder under names of our own, and not for long."""

import os
import secrets
import time
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from flask import current_app

from surveys.models import Upload

KEPT_SECONDS = 7 * 24 * 3600
"""A file that nobody imports, and the list of rows with problems, go after a week."""


def store(stream: IO[bytes]) -> tuple[str, int]:
    """Keep an uploaded file; give its name and size. Old ones are cleared away."""
    clear_old(now=time.time())
    name = secrets.token_hex(16)
    path = _folder() / name
    with open(path, "xb", opener=_owner_only) as file:
        copyfileobj(stream, file, 1024 * 1024)
    return name, path.stat().st_size


def path_of(upload: Upload) -> Path:
    """Where an upload lies."""
    return _folder() / upload.stored_as


def problems_of(upload: Upload) -> Path:
    """Where the rows with problems are listed, one JSON line each."""
    return _folder() / f"{upload.stored_as}.problems"


def open_new(path: Path) -> IO[str]:
    """Begin a text file anew."""
    path.unlink(missing_ok=True)
    return open(path, "x", encoding="utf-8", opener=_owner_only)


def remove(upload: Upload) -> None:
    """Remove the file and its list of problems."""
    path_of(upload).unlink(missing_ok=True)
    problems_of(upload).unlink(missing_ok=True)


def clear_old(*, now: float) -> None:
    """Remove what has lain for a week."""
    for path in _folder().iterdir():
        if now - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
