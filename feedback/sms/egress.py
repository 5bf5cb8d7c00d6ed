"""Forms posted to the provider of text messages, signed in."""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

from feedback.egress import Reply, SilentError, UnreachedError, is_at_home, post

__all__ = ["Reply", "SilentError", "UnreachedError", "post_form"]


def post_form(
    url: str, fields: Mapping[str, str], *, user: str, password: str, timeout: float
) -> Reply:
    """Post a form once, signed in; raises where nothing left, or where nothing came back."""
    signed_in = b64encode(f"{user}:{password}".encode()).decode()
    headers = {
        "Authorization": f"Basic {signed_in}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    body = urlencode(fields).encode()
    return post(url, body, headers, timeout=timeout, may_be_private=is_at_home(url))
