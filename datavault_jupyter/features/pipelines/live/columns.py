"""The columns of a pipeline's dataset, and the SQL that reads them out of answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from datavault_jupyter.features.pipelines.fields import Field, FieldSource, FieldType
from datavault_jupyter.features.pipelines.fields.records import OWN_COLUMNS
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.sql import literal, quoted

_OWN_TYPES = ("VARCHAR", "VARCHAR", "TIMESTAMP WITH TIME ZONE")
_TIMES = ("TIMESTAMP WITH TIME ZONE", "DATE")


def known_fields(settings: Mapping[str, Any]) -> list[Field]:
    """The fields of all forms published so far, those that were retired too."""
    return [Field.of(each) for each in settings.get("fields", ())]


def live_columns(fields: Sequence[Field]) -> Columns:
    """The columns of the dataset: task, status and time, then the fields of all its forms."""
    own = list(zip(OWN_COLUMNS, _OWN_TYPES, strict=True))
    return Columns.of([*own, *((each.name, each.column_type) for each in fields)])


def typed(fields: Sequence[Field], columns: Columns, given: str, answer: str) -> list[str]:
    """The SQL of each field's value, in the order of the fields.

    Args:
        fields: The fields.
        columns: Their columns, which follow the three of every pipeline.
        given: The SQL of the JSON text that came with the task.
        answer: The SQL of the JSON text of the resolved values.
    """
    by_source = {
        FieldSource.GIVEN: given,
        FieldSource.ANSWER: answer,
        FieldSource.STATIC: literal(
            json.dumps({each.name: each.value for each in fields if each.value is not None})
        ),
    }
    return [
        value_of(field, column, by_source[field.source])
        for field, column in zip(fields, list(columns)[len(OWN_COLUMNS) :], strict=True)
    ]


def value_of(field: Field, column: Column, text: str) -> str:
    """The SQL of a field's value, with the type of its column.

    Args:
        field: The field.
        column: Its column.
        text: The SQL of the JSON text it is in.
    """
    inner = _structure(field)
    whole = literal(json.dumps({field.name: inner}, ensure_ascii=False))
    # One malformed text would end the whole query.
    read = f"from_json(CASE WHEN json_valid({text}) THEN {text} END, {whole})"
    value = f"struct_extract({read}, {literal(field.name)})"
    if field.type is FieldType.CRITERIA:
        value = f"struct_extract({value}, 'value')"
    if column.type != _json_type(column.type):
        value = f"TRY_CAST({value} AS {column.type})"
    return value


def _structure(field: Field) -> Any:
    single: Any = _of_type(field.value_type)
    if field.type is FieldType.CRITERIA:
        return {"value": single}
    return [single] if field.repeat else single


def _of_type(kind: str) -> Any:
    if kind.endswith("[]"):
        return [_of_type(kind[:-2])]
    if kind.startswith("STRUCT("):
        return {"name": "VARCHAR", "sha256": "VARCHAR", "byte_count": "BIGINT"}
    return _json_type(kind)


def _json_type(kind: str) -> str:
    """The type a value is read from JSON as: times come as text."""
    return "VARCHAR" if kind.removesuffix("[]") in _TIMES else kind


def names(columns: Columns) -> list[str]:
    """The columns' names in the table in memory, ready for SQL."""
    return [quoted(column.physical) for column in columns]
