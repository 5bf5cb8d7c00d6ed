"""Small line charts as SVG, for the documentation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 130, 40, 44
COLOURS = ("#b3261e", "#b26a00", "#1565c0", "#1b5e20", "#6a1b9a")
DASHES = ("2 3", "7 3", "10 3 2 3", "none", "4 4")


@dataclass(frozen=True)
class Line:
    """A named line through points."""

    name: str
    x: Sequence[float]
    y: Sequence[float]


def draw(
    path: Path,
    title: str,
    label: str,
    lines: Sequence[Line],
    *,
    low: float,
    high: float,
    rule: float | None,
) -> None:
    """Write a chart; values below `low` are drawn at the bottom edge."""
    first, last = min(line.x[0] for line in lines), max(line.x[-1] for line in lines)

    def across(x: float) -> float:
        return LEFT + (x - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def down(y: float) -> float:
        return TOP + (high - max(low, min(high, y))) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        '<g font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="14">{title}</text>',
    ]
    for tick in range(7):
        y = low + (high - low) * tick / 6
        parts.append(
            f'<path d="M{LEFT} {down(y):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
            f'<text x="{LEFT - 6}" y="{down(y) + 4:.1f}" text-anchor="end">{y:.2f}</text>'
        )
    for tick in range(6):
        x = first + (last - first) * tick / 5
        parts.append(
            f'<text x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 18}" '
            f'text-anchor="middle">{x:g}</text>'
        )
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" '
        f'text-anchor="middle">{label}</text>'
    )
    if rule is not None:
        parts.append(f'<path d="M{LEFT} {down(rule):.1f}H{WIDTH - RIGHT}" stroke="#000"/>')
    parts += _lines(lines, across, down)
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([*parts, "</g></svg>", ""]))


def _lines(
    lines: Sequence[Line], across: Callable[[float], float], down: Callable[[float], float]
) -> list[str]:
    parts = []
    lowest = 1e9
    for line, colour, dash in sorted(
        zip(lines, COLOURS, DASHES, strict=False), key=lambda item: item[0].y[-1]
    ):
        points = " ".join(
            f"{across(x):.1f},{down(y):.1f}" for x, y in zip(line.x, line.y, strict=True)
        )
        at = min(down(line.y[-1]) + 4, lowest - 15)
        lowest = at
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
            f'<text x="{WIDTH - RIGHT + 6}" y="{at:.1f}" fill="{colour}">{line.name}</text>'
        )
    return parts
