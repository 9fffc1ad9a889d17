"""The ratings of a field, read out of the answers once and kept while nothing changes."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.agreement.result import Agreement, measured
from datavault_jupyter.features.analytics.evaluation.queries import ANSWERS
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.analytics.sections import queries
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.source import Answers

AGREED_ON = (
    RatedKind.NUMERIC, RatedKind.RATING, RatedKind.BOOLEAN, RatedKind.SELECT,
    RatedKind.MULTI_SELECT, RatedKind.PAIRWISE, RatedKind.RANKING,
)  # fmt: skip
_WHOLE = {
    RatedKind.MULTI_SELECT: "Two answers agree when the same options were chosen.",
    RatedKind.RANKING: "Two answers agree when the whole order is the same.",
}
LAST_COUNTS = "Where somebody answered twice, the last answer counts."
# So many fields are kept, as long as they have no more ratings together.
_MOST_KEPT = 12
_MOST_RATINGS = 4_000_000


@dataclass(frozen=True)
class Asked:
    """How agreement is measured; None leaves it to the field.

    Attributes:
        level: What distances mean.
        order: The answers there are, the lowest first.
        duplicates: What counts where somebody answered twice.
        confidence: The share of intervals that hold the true value.
        resamples: How many samples of items a bootstrap draws.
    """

    level: str | None = None
    order: Sequence[Any] | None = None
    duplicates: str = "last"
    confidence: float = 0.95
    resamples: int = 1000


def level_of(rated: RatedField) -> Level:
    """What distances of a field's answers mean, as far as they have an order."""
    if rated.kind in _WHOLE:
        return Level.NOMINAL
    is_text = rated.type.startswith(("VARCHAR", "ENUM"))
    return Level.NOMINAL if is_text and not rated.order else rated.level


def read(answers: Answers, rated: RatedField, asked: Asked) -> tuple[Agreement, tuple[str, ...]]:
    """Read the ratings of a field; what a reader should know of them besides.

    Raises:
        BadArgument: nothing says who rated what, or a setting doesn't fit.
    """
    counts = answers.counts
    if counts.items is None or counts.raters is None:
        lacking = "what was rated" if counts.items is None else "who rated it"
        raise BadArgument(
            f"Nothing says {lacking}, so there is no agreement to measure.",
            hint="Choose the columns of item and rater.",
            field="mapping",
        )
    level = asked.level or level_of(rated)
    order = asked.order
    if order is None and level is not Level.NOMINAL and rated.type.startswith(("VARCHAR", "ENUM")):
        order = rated.order
    notes = [_WHOLE[rated.kind]] if rated.kind in _WHOLE else []
    # Sorting by time is spared where nobody answered twice.
    first: dict[str, Any] = {"level": level, "order": order, "duplicates": "refuse"}
    try:
        return _measured(answers, rated, replace(asked, **first)), tuple(notes)
    except BadArgument as error:
        if error.field == "order" and asked.order is None:
            notes.append("Some answers are outside the scale, so the scale is left aside.")
            first |= {"level": Level.NOMINAL, "order": None}
        elif error.field != "duplicates" or asked.duplicates == "refuse":
            raise
    with contextlib.suppress(BadArgument):
        return _measured(answers, rated, replace(asked, **first)), tuple(notes)
    if asked.duplicates == "last":
        notes.append(LAST_COUNTS)
    first["duplicates"] = asked.duplicates
    return _measured(answers, rated, replace(asked, **first)), tuple(notes)


def _measured(answers: Answers, rated: RatedField, asked: Asked) -> Agreement:
    is_ordered = asked.duplicates != "refuse"
    with translated():
        relation = answers.cursor.sql(queries.ratings(rated, is_ordered=is_ordered))
    return measured(
        relation,
        {"item": "item", "rater": "rater", "value": rated.column},
        level=asked.level or "",
        order=asked.order,
        duplicates=asked.duplicates,
        confidence=asked.confidence,
        resamples=asked.resamples,
        table=ANSWERS,
    )


@dataclass
class _Entry:
    lock: threading.Lock = field(default_factory=threading.Lock)
    made: tuple[Agreement, tuple[str, ...]] | None = None


class KnownRatings:
    """Ratings that were read lately; one for a vault and process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Entry] = OrderedDict()

    @contextlib.contextmanager
    def using(
        self, key: str, make: Callable[[], tuple[Agreement, tuple[str, ...]]]
    ) -> Iterator[tuple[Agreement, tuple[str, ...]]]:
        """The ratings of a key, read when nobody has; nobody else uses them within the block."""
        with self._lock:
            entry = self._known.setdefault(key, _Entry())
            self._known.move_to_end(key)
        with entry.lock:
            if entry.made is None:
                entry.made = make()
                self._forget(but=key)
            yield entry.made

    def _forget(self, but: str) -> None:
        """Let go of what was used longest ago; who uses it still has it."""
        with self._lock:
            sizes = {
                key: each.made[0].rating_count if each.made else 0
                for key, each in self._known.items()
            }
            whole = sum(sizes.values())
            for key, size in sizes.items():
                if len(self._known) <= _MOST_KEPT and whole <= _MOST_RATINGS:
                    break
                if key != but:
                    del self._known[key]
                    whole -= size
