"""Scripts that a bare machine cannot draw are skipped, visibly; where all is checked, never."""

import os
import shutil
import subprocess

import pytest


def need_letters(letters: str) -> None:
    """Skip the test where this machine cannot draw these letters."""
    if not must_draw(letters):
        pytest.skip(f"no font on this machine for {letters!a}")


def must_draw(letters: str) -> bool:
    """Whether some font of this machine has each of these letters, as fontconfig sees it.

    In CI all letters must be drawn: fonts are installed there, and an empty box is a defect.
    """
    if os.environ.get("CI"):
        return True
    return bool(shutil.which("fc-list")) and all(map(_fonts_with, set(letters)))


def _fonts_with(letter: str) -> str:
    command = ["fc-list", f":charset={ord(letter):x}", "family"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
