"""What machines are told when something is amiss: problem+json (RFC 9457)."""

from flask import Response, json


def problem(status: int, title: str, detail: str = "", **more: object) -> Response:
    """Answer a machine that asked for what cannot be done."""
    told = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return Response(json.dumps(told), status, mimetype="application/problem+json")
