"""The workspace's colour, bent just far enough to be readable on light and on dark."""

import colorsys
import re
from dataclasses import dataclass

from markupsafe import Markup

LIGHT_PAGE = (0.984, 0.980, 0.973)
DARK_PAGE = (0.086, 0.082, 0.075)
READABLE = 4.5
"""WCAG 2.2 AA for text; a filled button and the score row use the same colour."""

HEX = re.compile(r"[0-9a-fA-F]{6}")

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """One colour as it is shown on a light and on a dark page, with the ink that reads on it."""

    light: str
    light_ink: str
    dark: str
    dark_ink: str

    @classmethod
    def of(cls, colour: str) -> "Accent":
        """Bend a colour (#rrggbb) until it reads at 4.5:1 on each page."""
        rgb = parse(colour)
        light = _bend(rgb, LIGHT_PAGE, darker=True)
        dark = _bend(rgb, DARK_PAGE, darker=False)
        return cls(written(light), _ink(light), written(dark), _ink(dark))

    @staticmethod
    def css(colour: str) -> Markup:
        """Write the custom properties that set this colour on a page."""
        a = Accent.of(colour)
        return Markup(  # noqa: S704 - four colours that this module has written itself
            f":root{{--accent:{a.light};--accent-ink:{a.light_ink}}}"
            "@media (prefers-color-scheme:dark){:root{"
            f"--accent:{a.dark};--accent-ink:{a.dark_ink}}}}}"
        )


def pale(colour: str) -> str:
    """Mix a colour (#rrggbb) with as much white, so that dark lines read on it."""
    red, green, blue = parse(colour)
    return written(((1 + red) / 2, (1 + green) / 2, (1 + blue) / 2))


def parse(colour: str) -> Rgb:
    """Read #rrggbb as three shares of 1; ValueError where it is none."""
    digits = colour.strip().removeprefix("#")
    if not HEX.fullmatch(digits):
        raise ValueError("a colour is written #rrggbb")
    return int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:], 16) / 255


def written(rgb: Rgb) -> str:
    """Write a colour as #rrggbb."""
    return "#" + "".join(f"{round(c * 255):02x}" for c in rgb)


def contrast(one: Rgb, other: Rgb) -> float:
    """Give the WCAG contrast ratio of two colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _bend(rgb: Rgb, page: Rgb, *, darker: bool) -> Rgb:
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
    step = -0.01 if darker else 0.01
    while contrast(_rounded(rgb), page) < READABLE:
        lightness += step
        rgb = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), saturation)
    return rgb


def _rounded(rgb: Rgb) -> Rgb:
    return parse(written(rgb))


def _ink(rgb: Rgb) -> str:
    return "#ffffff" if contrast(rgb, (1, 1, 1)) >= contrast(rgb, (0, 0, 0)) else "#000000"


def _luminance(rgb: Rgb) -> float:
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
