"""What leaves the house: walls, embeds, feeds, pictures, files; read anew at every request."""

from feedback.testimonials.outputs import (
    cards,
    data,
    embed,
    feed,
    files,
    oembed,
    pages,
    showing,
)

__all__ = ["cards", "data", "embed", "feed", "files", "oembed", "pages", "showing"]
