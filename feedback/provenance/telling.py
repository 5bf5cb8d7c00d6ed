"""`hark verify`: walks the chains of this installation, or checks one proof that was downloaded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.provenance import adopting, holding
from feedback.provenance.checking import walk
from feedback.provenance.holding import LostKeyError
from feedback.provenance.keys import NoKeyError, Signer, Verifier
from feedback.provenance.proof import LONGEST_FILE, problems
from feedback.provenance.seen import Seen

MOST_SHOWN = 200


def verify_chains(app: Flask) -> Iterator[str]:
    """Walk everything; gives what is wrong line by line, and last how much was looked at.

    Raises SystemExit(1) behind the last line where anything was found.
    """
    key, seen = _key(app), Seen.at(app.extensions["settings"].data)
    with app.app_context(), read_snapshot(db.engine) as connection:
        walked = walk(connection, key, seen)
    for finding in walked.findings[:MOST_SHOWN]:
        yield str(finding)
    if len(walked.findings) > MOST_SHOWN:
        yield f"… and {len(walked.findings) - MOST_SHOWN} more"
    looked = f"{walked.entries} entries of {len(walked.marks)} chains, {walked.rows} sealed rows"
    if walked.findings:
        yield f"NOT AS SEALED: {len(walked.findings)} findings in {looked}."
        raise SystemExit(1)
    seen.keep(walked.marks)
    yield f"Everything is as it was sealed: {looked}. Key {key.fingerprint}."


def verify_file(app: Flask, path: Path) -> Iterator[str]:
    """Check one downloaded proof against this installation's key."""
    key = _key(app)
    found = _read(path)
    wrong = problems(found, key)
    yield from wrong
    if wrong:
        yield f"NOT A VALID PROOF: {path}"
        raise SystemExit(1)
    for entry in found["entries"]:
        for name, opened in entry["shown"].items():
            yield f"{json.loads(entry['text'])['table']} {name}: {opened['value']}"
    yield "This proof is whole, and signed by this installation."


def tell_key(app: Flask) -> Iterator[str]:
    """Give the public key and its fingerprint; none is ever made for being looked at."""
    key = _key(app)
    yield key.pem + key.fingerprint


def begin_anew(app: Flask) -> Iterator[str]:
    """Begin all proofs anew where their key is lost."""
    try:
        sealed = adopting.begin_anew(app)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    yield f"The proofs begin anew: {sealed} rows are sealed as adopted today, with a new key."


def _key(app: Flask) -> Verifier:
    """Read the key, or stop with a sentence that says what to do."""
    try:
        holding.check(app)
        return Signer.at(app.extensions["settings"].data).public
    except LostKeyError as error:
        raise SystemExit(str(error)) from None
    except NoKeyError as error:
        none_yet = "It is made when somebody first agrees to be quoted; there is nothing to verify."
        raise SystemExit(f"{error} {none_yet}") from None


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        raw = file.read(LONGEST_FILE + 1)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
