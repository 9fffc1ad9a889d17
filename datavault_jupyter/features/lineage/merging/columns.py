"""The columns of a merge: the same on both sides, or united on request."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.errors import ColumnsDiffer
from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.features.lineage.merging.records import Side
from datavault_jupyter.storage.columns import Column, Columns

_MOST_NAMED = 8


def united(
    base: Side | None,
    left: Side,
    right: Side,
    differing: Differing,
    *,
    is_ancestor: bool = False,
) -> tuple[Columns, tuple[str, ...]]:
    """The columns of a merge, in the order of the first side, and what to say about them.

    With ``fill``, a column that one side lacks is NULL in that side's rows; but one that the
    ancestor had and a side dropped stays dropped, as removed rows stay removed. For an ancestor in
    the making columns are united in any case, and have the types of the first side.

    Raises:
        ColumnsDiffer: they do, and it was not said what to do then; or a type differs.
    """
    of_left, of_right = _by_key(left), _by_key(right)
    of_base = _by_key(base) if base else {}
    if not is_ancestor:
        _require_types(left, right)
    lacking = [each for key, each in of_left.items() if key not in of_right]
    new = [each for key, each in of_right.items() if key not in of_left]
    if (lacking or new) and differing is not Differing.FILL and not is_ancestor:
        raise _differ(left, right, lacking, new)
    dropped = [each for each in (*lacking, *new) if name_key(each.name) in of_base]
    kept = [each for each in (*left.columns, *new) if each not in dropped]
    pairs = [(each.name, each.type) for each in kept]
    notes = []
    filled = [each.name for each in (*lacking, *new) if each not in dropped]
    if filled:
        notes.append(f"NULL where a side lacks {_named(filled)}.")
    if dropped:
        notes.append(f"Dropped on one side: {_named([each.name for each in dropped])}.")
    for side in (left, right):
        if [(each.name, each.type) for each in side.columns] == pairs:
            return side.columns, tuple(notes)
    if not new and set(kept) <= set(left.columns):
        return Columns(kept), tuple(notes)
    return Columns.of(pairs), tuple(notes)


def _by_key(side: Side) -> dict[str, Column]:
    return {name_key(column.name): column for column in side.columns}


def _require_types(left: Side, right: Side) -> None:
    of_right = _by_key(right)
    for column in left.columns:
        other = of_right.get(name_key(column.name))
        if other is not None and other.type != column.type:
            raise ColumnsDiffer(
                f"{column.name!r} is {column.type} in {left.label} and {other.type} in "
                f"{right.label}; nothing was merged.",
                hint="Give both the same type first: draft.retype(…).",
                field="columns",
            )


def _differ(
    left: Side, right: Side, lacking: Sequence[Column], new: Sequence[Column]
) -> ColumnsDiffer:
    parts = []
    if lacking:
        parts.append(f"{right.label} lacks {_named([each.name for each in lacking])}")
    if new:
        parts.append(f"{left.label} lacks {_named([each.name for each in new])}")
    return ColumnsDiffer(
        f"{' and '.join(parts)}; nothing was merged.",
        hint='Pass differing="fill" to fill with NULL.',
        field="columns",
    )


def _named(names: Sequence[str]) -> str:
    shown = [repr(name) for name in names[:_MOST_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return listing(shown)
