"""Charts as files: pictures, pages, specs and numbers, made without a browser or a network."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument

if TYPE_CHECKING:
    import pyarrow as pa

# The one that Altair writes its specs for.
_VEGA_LITE = "6.4"
# The converter makes Python's objects under a lock of its own. While it does, another thread may
# get the interpreter's lock, and would wait with it for the converter's: neither would ever go on.
_ALONE = threading.RLock()
FORMATS = ("png", "svg", "pdf", "html", "json", "csv")


def format_of(path: str | os.PathLike[str]) -> str:
    """The format of a file by its ending.

    Raises:
        BadArgument: a chart can't be written in it.

    >>> format_of("sizes.PNG")
    'png'
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise BadArgument(
            f"A chart can't be written as {ending or 'a file without an ending'!r}.",
            hint=f"Endings: {', '.join(FORMATS)}.",
            field="path",
        )
    return ending


def svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite spec as SVG."""
    import vl_convert

    with _ALONE:
        return str(vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE))


def compiled(spec: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite spec as the Vega it stands for, to be changed further."""
    import vl_convert

    with _ALONE:
        made: dict[str, Any] = vl_convert.vegalite_to_vega(spec, vl_version=_VEGA_LITE)
    return made


def compiled_svg(vega: dict[str, Any]) -> str:
    """A Vega spec as SVG."""
    import vl_convert

    with _ALONE:
        return str(vl_convert.vega_to_svg(vega))


def numbers(table: pa.Table) -> bytes:
    """The rows of a chart as CSV."""
    import pyarrow as pa
    import pyarrow.csv

    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def as_bytes(spec: dict[str, Any], ending: str, *, scale: float = 2) -> bytes:
    """A Vega-Lite spec as the bytes of a file.

    Args:
        spec: The spec, data included.
        ending: One of `FORMATS`, but for the numbers alone (``csv``).
        scale: Pixels of a PNG for each of the screen's.
    """
    import vl_convert

    makers: dict[str, Callable[[], bytes]] = {
        "png": lambda: vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=scale),
        "pdf": lambda: vl_convert.vegalite_to_pdf(spec, vl_version=_VEGA_LITE),
        "svg": lambda: svg(spec).encode(),
        # The scripts are in the file: it opens without a network.
        "html": lambda: vl_convert.vegalite_to_html(
            spec, vl_version=_VEGA_LITE, bundle=True
        ).encode(),
        "json": lambda: json.dumps(spec, indent=1).encode(),
    }
    with _ALONE:
        return makers[ending]()
