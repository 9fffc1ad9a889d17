"""What the user is told about how a column's type was decided."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.imports.records import DateOrder, Note
from datavault_jupyter.features.imports.values.deciding import MAX_DECIMAL, Profile, decide


def of_profile(name: str, profile: Profile, *, is_whole: bool) -> list[Note]:
    """Notes on one column.

    Args:
        name: The column's final name.
        profile: What is true of its texts.
        is_whole: Whether all rows were looked at, so that counts are exact.
    """
    kind = decide(profile)
    if kind != "VARCHAR" and profile.word_count:
        how_often = f"{count(profile.word_count, 'time')} in " if is_whole else "in "
        return [Note(f"{profile.first_word!r} {how_often}column {name!r} counts as missing.", name)]
    if kind == "VARCHAR" and profile.filled_count and profile.are_zoned:
        return [
            Note(
                f"Column {name!r} holds times with offsets and stays text; "
                f"types={{{name!r}: 'TIMESTAMPTZ'}} turns them into moments.",
                name,
            )
        ]
    if kind == "VARCHAR" and profile.are_integers and (profile.whole_digits or 0) > MAX_DECIMAL:
        return [Note(f"Column {name!r} holds numbers longer than 38 digits and stays text.", name)]
    return []


_ORDERS = {
    DateOrder.DAY_FIRST: "day first",
    DateOrder.MONTH_FIRST: "month first",
    DateOrder.YEAR_FIRST: "year first",
}


def of_dates(name: str, orders: Sequence[DateOrder]) -> Note:
    """That dates stay text, and in which orders all of them are days of the calendar."""
    begin = f"Column {name!r} holds dates in an order that can't be seen and stays text; "
    ways = listing([repr(each.value) for each in orders], "or")
    if not orders:
        return Note(f"{begin}in no order are all of them days of the calendar.", name)
    if len(orders) == 1:
        said = f"all of them fit {_ORDERS[orders[0]]} only, which date_order={ways} reads."
        return Note(begin + said, name)
    return Note(f"{begin}date_order={ways} says how they are meant.", name)
