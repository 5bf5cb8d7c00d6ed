"""Whether a call really comes from the provider: its signature over our address and the form.

https://www.twilio.com/docs/usage/security#validating-requests
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable


def signature(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """Sign an address and the fields of a form."""
    told = url + "".join(name + value for name, value in sorted(fields))
    return b64encode(hmac.digest(token.encode(), told.encode(), "sha1")).decode()


def is_genuine(token: str, url: str, fields: Iterable[tuple[str, str]], given: str) -> bool:
    """Whether it was signed with our token; without one nothing is."""
    if not token:
        return False
    expected = signature(token, url, fields)
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
