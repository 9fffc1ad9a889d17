"""Script-free HTML: the form in which a display survives its kernel.

Everything a caller passes is text and is escaped here. Colours are mixed from the surrounding
text colour, so that a table sits in a light page as well as in a dark one, also where styles of
JupyterLab are absent; a place that strips styles still shows a plain table.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.base import wording

_MIX = "color-mix(in srgb, currentColor {}%, transparent)"
_RULES = (
    (
        "",
        (
            "color:var(--jp-ui-font-color0,inherit);"
            "font:13px/20px var(--jp-ui-font-family,system-ui,"
            f"sans-serif);border:1px solid {_MIX.format(22)};border-radius:6px;overflow:hidden;"
            "max-width:100%;width:fit-content;min-width:min(100%,420px)"
        ),
    ),
    (
        " .dv-head",
        ("padding:12px 16px 8px;display:flex;gap:4px 12px;align-items:baseline;flex-wrap:wrap"),
    ),
    (" .dv-title", "font-size:15px;font-weight:600;overflow-wrap:anywhere"),
    (" .dv-dim", "opacity:.68;font-size:12px"),
    (" .dv-text", "padding:0 16px 10px;max-width:80ch;white-space:pre-line;overflow-wrap:anywhere"),
    (" .dv-scroll", "overflow-x:auto"),
    (
        " table",
        (
            "border-collapse:collapse;margin:0;width:100%;font-size:13px;border:0;color:inherit;"
            "font-variant-numeric:tabular-nums;table-layout:auto"
        ),
    ),
    (" tr", "background:none"),
    (" tbody tr:hover", f"background:{_MIX.format(4)}"),
    (
        " :is(th,td)",
        (
            f"text-align:left;padding:4px 16px;border:0;border-top:1px solid {_MIX.format(12)};"
            "max-width:36ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;"
            "vertical-align:top;background:none;color:inherit;line-height:20px"
        ),
    ),
    (" thead th", f"font-weight:500;background:{_MIX.format(3)}"),
    (" th br", "display:none"),
    (" th small", "display:block;font-weight:400;opacity:.68;font-size:11px;line-height:16px"),
    (" :is(th,td).dv-num", "text-align:right"),
    (" .dv-code", "font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:12px"),
    (" td.dv-none", "opacity:.6;font-size:10px;letter-spacing:.03em"),
    (" .dv-ok", "color:var(--jp-success-color1,#18794a)"),
    (" .dv-warn", "color:var(--jp-warn-color1,#8f5a00)"),
    (" .dv-bad", "color:var(--jp-error-color1,#b9322a)"),
    (
        " .dv-foot",
        (f"padding:8px 16px;border-top:1px solid {_MIX.format(12)};font-size:12px;opacity:.8"),
    ),
)
# Three times the same class: JupyterLab's own rules for tables in outputs weigh two.
STYLE = "".join(f".dv-still.dv-still.dv-still{what}{{{rule}}}" for what, rule in _RULES)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: What it says.
        css: A class: ``dv-num``, ``dv-code``, ``dv-none``, ``dv-ok``, ``dv-warn``, ``dv-bad``.
        tooltip: The whole of it, where the text is shortened.
        glyph: A sign before the text that says the same by its form.
    """

    text: str
    css: str = ""
    tooltip: str = ""
    glyph: str = ""


def ago(moment: datetime, present: datetime, css: str = "") -> Cell:
    """A cell with how long ago something was; the moment itself is its tooltip."""
    said = wording.relative_time(moment, present)
    return Cell(said, css, wording.exact_time(moment))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name, a caption under it, and whether it holds numbers."""

    text: str
    caption: str = ""
    is_number: bool = False


def escape(text: str) -> str:
    """Text as HTML shows it.

    >>> escape("<b>&")
    '&lt;b&gt;&amp;'
    """
    return html.escape(text, quote=True)


def table(heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, label: str) -> str:
    """A table; `label` names it for readers that speak."""
    top = "".join(_head(head) for head in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<div class="dv-scroll"><table aria-label="{escape(label)}">'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(head: Head) -> str:
    css = ' class="dv-num"' if head.is_number else ""
    caption = f"<br><small>{escape(head.caption)}</small>" if head.caption else ""
    return f'<th scope="col"{css}>{escape(head.text)}{caption}</th>'


def _cell(cell: Cell) -> str:
    css = f' class="{cell.css}"' if cell.css else ""
    tooltip = f' title="{escape(cell.tooltip)}"' if cell.tooltip else ""
    glyph = f'<span aria-hidden="true">{escape(cell.glyph)}</span> ' if cell.glyph else ""
    return f"<td{css}{tooltip}>{glyph}{escape(cell.text)}</td>"


def frame(
    title: str,
    *,
    meta: Sequence[str] = (),
    text: str = "",
    body: str = "",
    foot: Sequence[str] = (),
    badge: Cell | None = None,
) -> str:
    """A framed view: title line, a text, a body that is HTML already, a foot line."""
    parts = [f'<strong class="dv-title">{escape(title)}</strong>']
    if badge is not None:
        glyph = f'<span aria-hidden="true">{escape(badge.glyph)}</span> ' if badge.glyph else ""
        parts.append(f'<span class="{badge.css}">{glyph}{escape(badge.text)}</span>')
    if meta:
        parts.append(f'<span class="dv-dim">{escape(" · ".join(meta))}</span>')
    # The spaces and the break in a column's head are for places that strip styles.
    made = f'<div class="dv-head">{" &ensp; ".join(parts)}</div>'
    if text:
        made += f'<div class="dv-text">{escape(text)}</div>'
    made += body
    if foot:
        made += f'<div class="dv-foot">{escape(" · ".join(foot))}</div>'
    return f'<div class="dv-still"><style>{STYLE}</style>{made}</div>'


_STANDS_IN = (
    # Out of sight for a moment: where a live view follows, it hides this before anybody sees it.
    "@keyframes dv-stand-in{to{max-height:none;visibility:visible}}"
    "@media screen{[data-dv-still]{max-height:0;overflow:hidden;visibility:hidden;"
    "animation:dv-stand-in 0s 2.4s forwards}}"
    "[data-dv-still][hidden]{display:none}"
    # JupyterLab's line of error about a widget whose kernel is gone.
    ".jp-OutputArea-child:has([data-dv-still]:not([hidden]))+.jp-OutputArea-child"
    ":has(>.jupyter-widgets):not(:has(.dv)){display:none}"
)


def standing_in(still: str, key: str) -> str:
    """A still copy that a live view beside it takes the place of.

    Args:
        still: The copy.
        key: By which the live view finds it.
    """
    style = f"<style>{_STANDS_IN}</style>"
    return f'{style}<div data-dv-still="{html.escape(key)}">{still}</div>'
