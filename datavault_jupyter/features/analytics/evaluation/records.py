"""What is evaluated, and where a dataset keeps it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping as Facts
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from datavault_jupyter.features.analytics.records import Level


class RatedKind(StrEnum):
    """What a field asks for, as far as its numbers are concerned."""

    NUMERIC = "numeric"
    RATING = "rating"
    BOOLEAN = "boolean"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    PAIRWISE = "pairwise"
    RANKING = "ranking"
    TEXT = "text"
    TIME = "time"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class RatedField:
    """A field that somebody answered.

    Attributes:
        name: As people know it: a field of a form, or a column.
        column: Its name in the table of answers, not yet quoted.
        title: What people read.
        kind: What it asks for.
        type: The DuckDB type of its column.
        level: What the distance of two values means.
        order: The values there are, the lowest first, as their column holds them; None where
            nobody said. Booleans have False and True, a rating its scale, a choice its options,
            a pairwise field first, tie, second.
        settings: What the form says of it, such as ``labels``, ``first``, ``second``, ``unit``.
        nodes: Where a pipeline asks for it; empty for imported data: every answer may have it.
    """

    name: str
    column: str
    title: str
    kind: RatedKind
    type: str
    level: Level = Level.NOMINAL
    order: tuple[Any, ...] | None = None
    settings: Facts[str, Any] = field(default_factory=dict)
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """A column that nobody answered, by which answers can be grouped.

    Attributes:
        name: As people know it.
        column: Its name in the table of answers, not yet quoted.
        type: Its DuckDB type.
    """

    name: str
    column: str
    type: str


@dataclass(frozen=True, slots=True)
class FieldSetting:
    """What somebody said of a field; None where they said nothing.

    Attributes:
        name: Of the field.
        kind: What it asks for.
        level: What distances mean.
        order: Its values as text, the lowest first.
    """

    name: str
    kind: RatedKind | None = None
    level: Level | None = None
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where a dataset keeps what was rated, by whom and how; all of it optional.

    Long form: a row is one answer, `values` are the columns of ratings. Wide form: a row is one
    item, `raters` are columns, one for each rater, and `value_name` is what they rated.

    Attributes:
        item: The column that says what was rated.
        rater: The column that says who rated it.
        values: Columns of ratings.
        raters: In wide form: the columns of the raters.
        value_name: In wide form: the name of the one field.
        submitted_at: The column that says when.
        seconds: The column that says how long it took, in seconds.
        first: Of a comparison: the column of the one shown first.
        second: The one shown second.
        winner: Which of them won.
        fields: What somebody said of single fields.
        is_guessed: Nobody has looked at it yet.
    """

    item: str | None = None
    rater: str | None = None
    values: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    value_name: str = "rating"
    submitted_at: str | None = None
    seconds: str | None = None
    first: str | None = None
    second: str | None = None
    winner: str | None = None
    fields: tuple[FieldSetting, ...] = ()
    is_guessed: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether each rater has a column."""
        return bool(self.raters)

    @property
    def columns(self) -> dict[str, str]:
        """The columns it names, by what they are for."""
        single = {
            "item": self.item, "rater": self.rater, "submitted_at": self.submitted_at,
            "seconds": self.seconds, "first": self.first, "second": self.second,
            "winner": self.winner,
        }  # fmt: skip
        return {word: name for word, name in single.items() if name}

    def said_of(self, name: str) -> FieldSetting:
        """What somebody said of a field."""
        found: Sequence[FieldSetting] = [each for each in self.fields if each.name == name]
        return found[0] if found else FieldSetting(name)


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """How much there is: answers, the items they are about, the raters who gave them.

    Items and raters are None where the mapping names no column of them.
    """

    answers: int
    items: int | None
    raters: int | None
