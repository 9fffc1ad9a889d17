"""What the finished tasks have come to, field by field, in few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.fields.kinds import FieldType
from datavault_jupyter.features.pipelines.overview import queries
from datavault_jupyter.features.pipelines.overview.queries import Shape
from datavault_jupyter.features.sql.service import SqlService

# Of options, the most common ones; the rest is in the Analytics tab.
_FEW = 3


class ResultService:
    """Sums up what tasks that are finished have come to.

    Args:
        sql: Reads datasets for the actor, and refuses what they may not see.
        datasets: Knows columns.
    """

    def __init__(self, sql: SqlService, datasets: DatasetService) -> None:
        self._sql = sql
        self._datasets = datasets

    def of(self, record: DatasetRecord, fields: Sequence[Field]) -> dict[str, str]:
        """A few words for each field that was filled in; "mean 3.89".

        Raises:
            NotAllowed: the actor may not see the dataset.
        """
        known = set(self._datasets.columns(record).names)
        asked = [each for each in fields if each.is_asked and each.name in known]
        if not asked:
            return {}
        shapes = [shape_of(each) for each in asked]
        query = queries.results([each.name for each in asked], shapes)
        (row,) = self._sql.on_dataset(record, query).fetchall()
        told = zip(asked, shapes, row[::2], row[1::2], strict=True)
        return {
            field.name: _WORDS[shape](field, count, value)
            for field, shape, count, value in told
            if count
        }


def shape_of(field: Field) -> Shape:
    """How the values of a field are summed up."""
    kind = field.column_type
    if field.type is FieldType.RANKING and not field.repeat:
        return Shape.FIRST
    if kind == "BOOLEAN":
        return Shape.RATE
    if kind in ("DOUBLE", "BIGINT", "INTEGER"):
        return Shape.MEAN
    if field.type in (FieldType.SELECT, FieldType.PAIRWISE) and kind == "VARCHAR":
        return Shape.SHARES
    return Shape.COUNT


def _mean(_field: Field, _count: int, value: float) -> str:
    return f"mean {value:,.2f}"


def _rate(field: Field, _count: int, value: float) -> str:
    return f"{value:.1%} {str(field.all_settings.get('yes') or 'yes').lower()}"


def _shares(field: Field, count: int, value: Mapping[str, int]) -> str:
    settings = field.all_settings
    if field.type is FieldType.PAIRWISE:
        order = [settings["first"], "tie", settings["second"]]
        named = [each for each in order if value.get(each)]
    else:
        named = sorted(value, key=lambda each: -value[each])[:_FEW]
    return ", ".join(f"{each} {value[each] / count:.0%}" for each in named)


def _first(_field: Field, count: int, value: Mapping[str, int]) -> str:
    best = max(value, key=lambda each: value[each])
    return f"{best} first in {value[best] / count:.0%}"


def _count(_field: Field, count: int, _value: object) -> str:
    return f"{count:,} filled in"


_WORDS: dict[Shape, Callable[[Field, int, Any], str]] = {
    Shape.MEAN: _mean,
    Shape.RATE: _rate,
    Shape.SHARES: _shares,
    Shape.FIRST: _first,
    Shape.COUNT: _count,
}
