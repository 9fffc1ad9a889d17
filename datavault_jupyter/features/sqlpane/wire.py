"""What the SQL pane asks and is told, as it comes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.sqlpane.offers import Offer


@dataclass(frozen=True, slots=True)
class SqlRunArgs:
    """A query to run.

    Attributes:
        dataset_id: The open dataset, which the query may call ``this``.
        text: One SELECT.
        pane: Whose result it will be: any word, another for each pane.
    """

    dataset_id: str
    text: str
    pane: str


@dataclass(frozen=True, slots=True)
class SqlRan:
    """A query that has run.

    Attributes:
        result_id: What its rows are asked for by, as a dataset's are by its id.
        row_count: How many rows it gave; or how many are kept, where there are more.
        column_count: How many columns.
        is_cut: Whether there are more rows than are kept.
        took_ms: How long it took, in milliseconds.
        code: The cell that gives the rows as a frame.
    """

    result_id: str
    row_count: int
    column_count: int
    is_cut: bool
    took_ms: int
    code: str


@dataclass(frozen=True, slots=True)
class SqlCloseArgs:
    """Whose result isn't looked at any more."""

    pane: str


@dataclass(frozen=True, slots=True)
class SqlClosed:
    """It was dropped, if there was one."""


@dataclass(frozen=True, slots=True)
class SqlCompleteArgs:
    """Where the cursor is in a query.

    Attributes:
        dataset_id: The open dataset.
        above: The SQL up to the cursor.
        below: The SQL after it.
    """

    dataset_id: str
    above: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class SqlOffers:
    """What can stand at the cursor.

    Attributes:
        offers: Best first.
        length: So many characters before the cursor are replaced.
        is_whole: What is typed is a name or a word already: then nothing should open by itself.
    """

    offers: tuple[Offer, ...]
    length: int
    is_whole: bool
