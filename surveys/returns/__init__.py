"""What comes back from the mail world: raw bytes in, what they mean for an address out.

    bytes → opened message → report of a complaint | of a delivery | automatic reply | plain words

Pure: nothing is looked up or written here. When in doubt a mail is soft or unrelated, never hard.
"""

from surveys.returns.kinds import Kind, Returned
from surveys.returns.reading import read

__all__ = ["Kind", "Returned", "read"]
