"""Every cell of the table of moves."""

from __future__ import annotations

import pytest

from datavault_jupyter.base.errors import Refused
from datavault_jupyter.features.versions.moves import MOVES, Move, after
from datavault_jupyter.features.versions.records import VersionState

D, FAILED, ABORTED, FINAL, PUBLISHED = (
    VersionState.DRAFT,
    VersionState.FAILED,
    VersionState.ABORTED,
    VersionState.FINAL,
    VersionState.PUBLISHED,
)
_NONE: dict[str, VersionState | None] = {move.value: None for move in Move}
# Written once more, by hand: a change of the table has to be meant.
TABLE: dict[VersionState, dict[str, VersionState | None]] = {
    D: {"change": D, "finalize": FINAL, "abort": ABORTED, "fail": FAILED, "publish": None},
    FAILED: _NONE,
    ABORTED: _NONE,
    FINAL: {**_NONE, "publish": PUBLISHED},
    PUBLISHED: _NONE,
}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", VersionState)
def test_each_cell(state: VersionState, move: Move) -> None:
    expected = TABLE[state][move]
    if expected is not None:
        assert after(state, move, "1.0.0") is expected
        return
    with pytest.raises(Refused, match=rf"Version 1\.0\.0 is {state} and can't be") as caught:
        after(state, move, "1.0.0")
    assert caught.value.hint


def test_the_table_has_no_other_cells() -> None:
    allowed = {(s, m) for s, row in TABLE.items() for m, to in row.items() if to is not None}
    assert {(state.value, move.value) for state, move in MOVES} == {
        (state.value, str(move)) for state, move in allowed
    }


def test_what_is_finished_stays_so() -> None:
    assert {state for state in VersionState if state.is_finished} == {FINAL, PUBLISHED}
    for state, move in MOVES:
        assert not state.is_finished or MOVES[state, move].is_finished
