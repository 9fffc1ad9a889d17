"""SQL over records laid down as texts and kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from datavault_jupyter.features.imports.objects.staging import Kind, Laid
from datavault_jupyter.features.imports.values.queries import facts, fits_asked, holds_all
from datavault_jupyter.storage.sql import Sql, literal


def scan(laid: Laid) -> str:
    """All records in their order; a key that a batch lacks is NULL there."""
    files = ", ".join(literal(str(path)) for path in laid.paths)
    return f"read_parquet([{files}], union_by_name=true)"


def text(position: int) -> str:
    """The text under a key."""
    return f"t{position}"


def as_json(position: int) -> str:
    """The value under a key as JSON: texts get their quotes back."""
    x = text(position)
    return f"CAST(CASE WHEN k{position} = {int(Kind.TEXT)} THEN to_json({x}) ELSE {x} END AS JSON)"


def first_profiles(source: str, count: int, positions: Sequence[int]) -> Sql:
    """The facts about the first texts under each of some keys: its place among them, then facts.

    Over texts under each other: planning a thousand aggregates takes longer than their work.
    """
    texts = ", ".join(text(at) for at in positions)
    stacked = (
        f"SELECT unnest(range({len(positions)})) AS place, unnest([{texts}]) AS x "
        f"FROM (SELECT * FROM {source} LIMIT {int(count)})"
    )
    return Sql(f"SELECT place, {facts('x', 'x')} FROM ({stacked}) GROUP BY place")


def profile(source: str, positions: Sequence[int]) -> Sql:
    """The facts about the texts under some keys."""
    return Sql(f"SELECT {', '.join(facts(text(at), text(at)) for at in positions)} FROM {source}")


def held(source: str, types: Mapping[int, str]) -> Sql:
    """Whether each of these types holds all texts under its key."""
    asked = ", ".join(holds_all(text(at), kind) for at, kind in types.items())
    return Sql(f"SELECT {asked} FROM {source}")


def first_unfit(source: str, position: int, type_text: str, limit: int) -> Sql:
    """The numbers of the first records whose text a type asked for doesn't hold, and the texts."""
    x = text(position)
    return Sql(
        f"SELECT number, {x} FROM (SELECT row_number() OVER () AS number, {x} FROM {source}) "
        f"WHERE {x} IS NOT NULL AND NOT coalesce({fits_asked(x, type_text)}, false) "
        f"ORDER BY number LIMIT {int(limit)}"
    )


def select(select_list: str, source: str, limit: int | None = None) -> Sql:
    """Some expressions over the records."""
    rows = "" if limit is None else f" LIMIT {int(limit)}"
    return Sql(f"SELECT {select_list} FROM {source}{rows}")
