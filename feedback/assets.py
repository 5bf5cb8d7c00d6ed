"""Styles and scripts, gathered from static/ and served under names that change with them."""

import hashlib
import re
from pathlib import Path

from flask import Flask, Response, abort, url_for
from markupsafe import Markup

YEAR = 365 * 24 * 3600


class Assets:
    """The bundles: `office` for members, `respond` for customers, `public` for the wall."""

    def __init__(self, app: Flask) -> None:
        """Serve the bundles; read each on first use (and on every use in debug)."""
        self.folder = Path(str(app.static_folder))
        self.app = app
        self._kept: dict[str, str] = {}
        app.add_url_rule("/assets/<name>-<digest>.css", "styles", self.serve)
        app.jinja_env.globals["styles_url"] = self.url
        app.jinja_env.globals["inline_styles"] = self.inline
        app.jinja_env.globals["script_url"] = self.script_url
        app.jinja_env.globals["inline_script"] = self.inline_script

    def styles(self, name: str) -> str:
        """Give the whole style sheet of a bundle."""
        if name not in self._kept or self.app.debug:
            self._kept[name] = "\n".join(_squeeze(path.read_text()) for path in self._files(name))
        return self._kept[name]

    def url(self, name: str) -> str:
        """Give the address of a bundle as it is now."""
        return url_for("styles", name=name, digest=_digest(self.styles(name)))

    def inline(self, name: str) -> Markup:
        """Give a bundle to stand in the page itself: one document, one round trip."""
        return Markup(self.styles(name))  # noqa: S704 - our own files, never a person's words

    def script_url(self, name: str) -> str:
        """Give the address of a script with its digest, so it may be kept for ever."""
        return url_for("static", filename=f"js/{name}", v=_digest(self._script(name)))

    def inline_script(self, name: str) -> Markup:
        """Give a script to stand in the page itself."""
        return Markup(self._script(name))  # noqa: S704 - our own files, never a person's words

    def serve(self, name: str, digest: str) -> Response:
        """Answer a request for a bundle."""
        if name not in {path.stem for path in (self.folder / "css").glob("*.css")}:
            abort(404)
        response = Response(self.styles(name), mimetype="text/css")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    def _script(self, name: str) -> str:
        if name not in self._kept or self.app.debug:
            self._kept[name] = (self.folder / "js" / name).read_text()
        return self._kept[name]

    def _files(self, name: str) -> list[Path]:
        css = self.folder / "css"
        listed = re.findall(r'@import "([\w./-]+)"', (css / f"{name}.css").read_text())
        return [css / file for file in listed] + [css / f"{name}.css"]


def _squeeze(css: str) -> str:
    css = re.sub(r'@import "[^"]+";|/\*.*?\*/', "", css, flags=re.DOTALL)
    return re.sub(r"\s+", " ", css).strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
