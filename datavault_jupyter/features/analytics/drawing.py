"""Charts of results as SVG that needs no script: they stay in a notebook that is passed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datavault_jupyter.display import html, text

_NAME, _SCALE, _VALUE, _ROW = 224, 320, 64, 22
_MOST_NAME = 30
MOST_ROWS = 30
_Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its limits.

    Attributes:
        name: What it is of.
        value: The value.
        low: Its lower limit; None where there is none.
        high: Its upper limit; None where there is none.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None


def estimates(rows: Sequence[Estimate], label: str, *, marks: Sequence[float] = ()) -> str:
    """Values on one scale, each with its interval; "" for none.

    Args:
        rows: From top to bottom; the first 30 are drawn.
        label: What the chart shows, for who can't see it.
        marks: Places of the scale that mean something, always in sight: drawn, and numbered.

    >>> "<circle" in estimates([Estimate("alpha", 0.5, 0.4, 0.6)], "Agreement", marks=(0, 1))
    True
    """
    drawn = rows[:MOST_ROWS]
    if not drawn:
        return ""
    ends = [*marks]
    for each in drawn:
        ends += [end for end in (each.low, each.value, each.high) if end is not None]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return _NAME + (value - low) / span * _SCALE

    bottom = len(drawn) * _ROW
    parts = [_mark(x(each), bottom, each) for each in marks]
    parts += [_row(each, at, x) for at, each in enumerate(drawn)]
    width, height = _NAME + _SCALE + _VALUE, bottom + (18 if marks else 0)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{html.escape(label)}" font-size="12" fill="currentColor" '
        f'stroke="none" style="display:block;max-width:100%;margin:6px 0 6px 4px">'
        f"{''.join(parts)}</svg>"
    )


def _mark(x: float, bottom: int, value: float) -> str:
    return (
        f'<path d="M{x:.1f} 0V{bottom}" stroke="currentColor" stroke-opacity=".25"/>'
        f'<text x="{x:.1f}" y="{bottom + 13}" text-anchor="middle" font-size="11" '
        f'fill-opacity=".65">{value:g}</text>'
    )


def _row(each: Estimate, at: int, x: _Scale) -> str:
    y = at * _ROW + _ROW / 2
    name = html.escape(text.shortened(each.name, _MOST_NAME))
    made = (
        f'<text x="{_NAME - 12}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
        f'<text x="{_NAME + _SCALE + _VALUE}" y="{y + 4:.1f}" text-anchor="end">'
        f"{each.value:.2f}</text>"
    )
    if each.low is not None and each.high is not None:
        made += (
            f'<path d="M{x(each.low):.1f} {y:.1f}H{x(each.high):.1f}" stroke="currentColor" '
            f'stroke-opacity=".6" stroke-width="2"/>'
        )
    return f'{made}<circle cx="{x(each.value):.1f}" cy="{y:.1f}" r="4"/>'
