"""A message and its binary parts as one run of bytes, for transports that have only that.

``DVM1``, four bytes with the length of the JSON, the JSON, then each part. The JSON and every part
begin at a multiple of eight bytes, so that a browser can read numbers where they lie. The JSON says
in ``sizes`` how long each part is.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from datavault_jupyter.base.errors import BadArgument

MAGIC = b"DVM1"
CONTENT_TYPE = "application/vnd.datavault.message"
_START = 8
_STEP = 8
_MOST_PARTS = 64


def framed(message: Mapping[str, Any], parts: Sequence[Any] = ()) -> bytes:
    """One run of bytes out of a message and its parts.

    >>> bytes(unframed(framed({"ask": "1"}, [b"abc"]))[1][0])
    b'abc'
    """
    views = [memoryview(part).cast("B") for part in parts]
    text = json.dumps(
        {**message, "sizes": [len(view) for view in views]}, ensure_ascii=False, allow_nan=False
    ).encode(errors="replace")  # a refusal repeats what was asked, halves of characters included
    text += b" " * (-len(text) % _STEP)
    out = bytearray(MAGIC)
    out += struct.pack("<I", len(text))
    out += text
    for view in views:
        out += view
        out += b"\0" * (-len(view) % _STEP)
    return bytes(out)


def unframed(body: bytes | bytearray | memoryview) -> tuple[dict[str, Any], list[memoryview]]:
    """The message and its parts; a part is a view on `body`, not a copy.

    Raises:
        BadArgument: these bytes are no message, or were cut.
    """
    whole = memoryview(body).cast("B")
    if len(whole) < _START or bytes(whole[:4]) != MAGIC:
        raise BadArgument("These bytes are no message.")
    (length,) = struct.unpack("<I", whole[4:_START])
    end = _START + length
    if end > len(whole):
        raise BadArgument("The message was cut.")
    try:
        message = json.loads(bytes(whole[_START:end]))
    except (ValueError, RecursionError):
        raise BadArgument("The message is no JSON.") from None
    if not isinstance(message, dict):
        raise BadArgument("The message is no JSON object.")
    parts = []
    for size in _sizes(message.pop("sizes", [])):
        if end + size > len(whole):
            raise BadArgument("The message was cut.")
        parts.append(whole[end : end + size])
        end += size + -size % _STEP
    return message, parts


def _sizes(given: Any) -> list[int]:
    fits = isinstance(given, list) and len(given) <= _MOST_PARTS
    if not fits or not all(type(size) is int and size >= 0 for size in given):
        raise BadArgument("The message does not say how long its parts are.", field="sizes")
    return list(given)
