"""A frame of pairwise judgements, checked and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.loading import given
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.scratch import arrays_of, ran

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

TIES = ("tie", "draw", "equal", "same", "both", "neither", "tie (bothbad)", "both bad", "both good")

Floats = NDArray[np.float64]
Whole = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Duels:
    """Pairwise judgements.

    Attributes:
        names: What was compared, in order.
        one: For each ordered pair that was shown: the first.
        other: The second.
        wins: How often the first won.
        ties: How often neither did.
        losses: How often the second won.
        cursor: Where the rows lie, coded.
        notes: What was left out.
    """

    names: list[Any]
    one: Whole
    other: Whole
    wins: Floats
    ties: Floats
    losses: Floats
    cursor: Cursor
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many are compared."""
        return len(self.names)

    @property
    def total(self) -> int:
        """How many judgements there are."""
        return int((self.wins + self.ties + self.losses).sum())

    @cached_property
    def beats(self) -> Floats:
        """How often the one in the row beat the one in the column."""
        made = np.zeros((self.size, self.size))
        np.add.at(made, (self.one, self.other), self.wins)
        np.add.at(made, (self.other, self.one), self.losses)
        return made

    @cached_property
    def even(self) -> Floats:
        """How often two tied."""
        made = np.zeros((self.size, self.size))
        np.add.at(made, (self.one, self.other), self.ties)
        np.add.at(made, (self.other, self.one), self.ties)
        return made

    def in_order(self) -> tuple[Whole, Whole, Floats]:
        """The judgements one after another: first, second, and what the first scored."""
        rows = arrays_of(self.cursor, queries.duel_rows())
        score = np.array([0.5, 1.0, 0.0])[rows["outcome"]]
        return rows["one"], rows["other"], score


_MOST_MODELS = 1000


def load(frame: object, asked: dict[str, str], ties: Sequence[str] | str | None) -> Duels:
    """Read, check and count judgements.

    Args:
        frame: Any frame.
        asked: The columns that are ``first``, ``second`` and ``winner``.
        ties: More words for a tie.

    Raises:
        BadArgument: no frame, a missing column, a winner that is none of the two.
    """
    words = (ties,) if isinstance(ties, str) else tuple(ties or ())
    cursor, kinds, _ = given(frame, asked)
    if kinds["first"] != kinds["second"]:
        raise BadArgument(
            f"Columns {asked['first']!r} and {asked['second']!r} are of different types: "
            f"{kinds['first']} and {kinds['second']}.",
            field="second",
        )
    lost = int(rows_of(cursor, queries.lacking(kinds))[0][0])
    ran(cursor, queries.answers(kinds))
    ran(cursor, queries.players())
    names = [row[0] for row in rows_of(cursor, queries.names("players"))]
    if len(names) > _MOST_MODELS:
        raise BadArgument(
            f"{len(names):,} different names in {asked['first']!r} and {asked['second']!r}: at "
            f"most {_MOST_MODELS:,} can be compared.",
            field="first",
        )
    _judge(cursor, asked, words)
    same = int(rows_of(cursor, queries.against_itself())[0][0])
    notes = [f"{count(lost, 'row')} without a name or a winner left out."] if lost else []
    notes += [f"{count(same, 'comparison')} with itself left out."] if same else []
    cells = arrays_of(cursor, queries.duel_cells())
    floats = {name: cells[name].astype(np.float64) for name in ("wins", "ties", "losses")}
    return Duels(names, cells["one"], cells["other"], **floats, cursor=cursor, notes=tuple(notes))


def _judge(cursor: Cursor, asked: dict[str, str], ties: Sequence[str]) -> None:
    def known(*words: str) -> list[str]:
        return sorted({str(word).strip().lower() for word in words})

    firsts, seconds = known("first", asked["first"]), known("second", asked["second"])
    ran(cursor, queries.compared(firsts, seconds, known(*TIES, *ties)))
    found = rows_of(cursor, queries.unknown_winner())
    if found:
        winner, first, second = found[0]
        raise BadArgument(
            f"The winner {winner!r} is neither {first!r} nor {second!r}.",
            hint="A winner is one of the two names, 'first', 'second', or a tie: "
            f"{', '.join(TIES[:4])} … or a word of ties=[…].",
            field="winner",
        )
