"""What may happen to a version: the one table of moves, which code and tests read."""

from __future__ import annotations

from enum import StrEnum

from datavault_jupyter.base.errors import Refused
from datavault_jupyter.features.versions.records import VersionState


class Move(StrEnum):
    """What can be done to a version."""

    CHANGE = "change"
    FINALIZE = "finalize"
    ABORT = "abort"
    FAIL = "fail"
    PUBLISH = "publish"


MOVES: dict[tuple[VersionState, Move], VersionState] = {
    (VersionState.DRAFT, Move.CHANGE): VersionState.DRAFT,
    (VersionState.DRAFT, Move.FINALIZE): VersionState.FINAL,
    (VersionState.DRAFT, Move.ABORT): VersionState.ABORTED,
    (VersionState.DRAFT, Move.FAIL): VersionState.FAILED,
    (VersionState.FINAL, Move.PUBLISH): VersionState.PUBLISHED,
}

_PARTICIPLES = {
    Move.CHANGE: "changed",
    Move.FINALIZE: "finalized",
    Move.ABORT: "aborted",
    Move.FAIL: "failed",
    Move.PUBLISH: "published",
}
_HINTS = {
    VersionState.DRAFT: "Finalize it first.",
    VersionState.FINAL: "Make a child version: ds.at(…).edit().",
    VersionState.PUBLISHED: "Make a child version: ds.at(…).edit().",
    VersionState.ABORTED: "Begin a new draft: ds.edit().",
    VersionState.FAILED: "Begin a new draft: ds.edit().",
}


def after(state: VersionState, move: Move, number: str) -> VersionState:
    """The state that a move leads to.

    Raises:
        Refused: the state doesn't allow the move.

    >>> after(VersionState.FINAL, Move.PUBLISH, "1.0.0").value
    'published'
    """
    found = MOVES.get((state, move))
    if found is None:
        raise Refused(
            f"Version {number} is {state.value} and can't be {_PARTICIPLES[move]}.",
            hint=_HINTS[state],
        )
    return found
