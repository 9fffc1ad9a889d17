"""The envelopes: what a message looks like, whichever transport carries it.

The key of a question is ``ask``, not ``id``: ipykernel 7.4 keeps a record of every message it sends
with an ``id`` in it, for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.protocol.coding import is_whole

VERSION = 1
# The one question that every dispatcher answers by itself.
PING = "ping"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, or the withdrawal of one.

    Attributes:
        ask: Its key; the answer carries it too.
        op: The operation.
        args: Its arguments, not yet checked.
        is_withdrawn: The browser no longer wants the answer.
    """

    ask: str
    op: str = ""
    args: Any = None
    is_withdrawn: bool = False


def question(content: object) -> Question:
    """Read a message.

    Raises:
        BadArgument: it is none of ours.
    """
    if not isinstance(content, Mapping) or not isinstance(content.get("ask"), str):
        raise BadArgument("That is no question: it has no key.", field="ask")
    ask = content["ask"]
    # It goes back with every answer, the refusal included.
    if not is_whole(ask):
        raise BadArgument("The question's key holds half a character.", field="ask")
    if content.get("cancel") is True:
        return Question(ask, is_withdrawn=True)
    if content.get("v") != VERSION:
        raise BadArgument(
            f"This kernel speaks version {VERSION} of the protocol.",
            hint="Reload the page, so that both sides are of one version.",
            field="v",
        )
    if not isinstance(content.get("op"), str):
        raise BadArgument("The question names no operation.", field="op")
    return Question(ask, content["op"], content.get("args", {}))


def answer(ask: str, data: Any, frames: list[str]) -> dict[str, Any]:
    """The answer to a question; `frames` names its binary parts in order."""
    return {"v": VERSION, "ask": ask, "ok": True, "data": data, "frames": frames}


def refusal(ask: str, error: VaultError) -> dict[str, Any]:
    """Why there is no answer."""
    told = {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "field": error.field or "",
        "retryable": error.retryable,
    }
    return {"v": VERSION, "ask": ask, "ok": False, "error": told}


def news(name: str, data: Any, seq: int) -> dict[str, Any]:
    """Something that happened without a question; a gap in `seq` means that news got lost."""
    return {"v": VERSION, "news": name, "data": data, "seq": seq}
