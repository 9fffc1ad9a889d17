"""What the views ask for themselves: the part of their code that is loaded on first use."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.operations import Call, operation

STATIC = Path(__file__).parent / "static"
# Each part, and whether it travels deflated: what draws charts is large.
_PARTS = {"more": False, "chart": True}


def built(name: str) -> str:
    """The text of a built file.

    Raises:
        ImportError: nobody has built it yet.
    """
    try:
        return (STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"{name} is not built yet. In a checkout: npm run bundle"
        raise ImportError(message) from None


@dataclass(frozen=True, slots=True)
class PartArgs:
    """Which part of the code."""

    name: str


class ViewOps:
    """The views' own code, which travels with no widget."""

    @operation("views.part", frames=("code",))
    def part(self, args: PartArgs, call: Call) -> None:
        """A part of the views' JavaScript, in the frame `code`."""
        if args.name not in _PARTS:
            raise BadArgument(f"There is no part {args.name!r}.", field="name")
        code = built(f"{args.name}.js").encode()
        call.attach("code", zlib.compress(code, 9) if _PARTS[args.name] else code)
