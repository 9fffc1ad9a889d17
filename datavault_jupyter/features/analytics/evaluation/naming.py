"""Finding fields and columns by the names people give."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.analytics.evaluation.records import GivenColumn, RatedField


def found_field(fields: Sequence[RatedField], name: str) -> RatedField:
    """The field of a name.

    Raises:
        BadArgument: there is none; the hint lists those there are.
    """
    found = [each for each in fields if each.name == name]
    found = found or [each for each in fields if name_key(each.name) == name_key(str(name))]
    if found:
        return found[0]
    names = [each.name for each in fields]
    known = f"Fields: {listing(names[:20])}." if names else "Nothing is mapped to be evaluated."
    raise BadArgument(
        f"There is no field {name!r}.",
        hint=f"{known} {did_you_mean(str(name), names)}".strip(),
        field="field",
    )


def found_column(
    fields: Sequence[RatedField], given: Sequence[GivenColumn], name: str
) -> RatedField | GivenColumn:
    """The field or given column of a name.

    Raises:
        BadArgument: there is none.
    """
    every: tuple[RatedField | GivenColumn, ...] = (*given, *fields)
    for each in every:
        if each.name == name:
            return each
    names = [each.name for each in every]
    raise BadArgument(
        f"There is no column {name!r} to group by.",
        hint=did_you_mean(str(name), names) or f"Columns: {listing(names[:20])}.",
        field="by",
    )
