"""`python -m feedback` is `hark`."""

from feedback.cli import hark

hark()
