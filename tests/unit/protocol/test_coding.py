from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.coding import decoded, encoded


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Leaf:
    name: str
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    leaf: Leaf
    colour: Colour = Colour.RED
    share: float | None = None
    at: datetime | None = None
    parts: "tuple[Tree, ...]" = ()
    notes: Mapping[str, str] | None = None
    anything: Any = None
    is_old: bool = False


FULL = Tree(
    Leaf("oak", (1, 2)),
    Colour.BLUE,
    0.5,
    datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    (Tree(Leaf("ash")),),
    {"a": "b"},
    {"x": [1]},
    is_old=True,
)


def test_a_record_survives_the_way_there_and_back() -> None:
    assert decoded(Tree, encoded(FULL)) == FULL


def test_moments_travel_in_utc() -> None:
    there = datetime(2026, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=2)))
    assert encoded(there) == "2026-01-02T01:04:00Z"
    assert decoded(datetime, "2026-01-02T03:04:00") == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_cannot_hold_is_never_sent(number: float) -> None:
    with pytest.raises(ValueError, match="as text"):
        encoded({"share": number})


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "leaf"),
        ({"leaf": None}, "leaf"),
        ({"leaf": {"name": 1}}, "leaf.name"),
        ({"leaf": {"name": "a", "sizes": 3}}, "leaf.sizes"),
        ({"leaf": {"name": "a", "sizes": [1, "2"]}}, "leaf.sizes[1]"),
        ({"leaf": {"name": "a", "sizes": [True]}}, "leaf.sizes[0]"),
        ({"leaf": {"name": "a", "sizes": [1.5]}}, "leaf.sizes[0]"),
        ({"leaf": {"name": "a"}, "colour": "green"}, "colour"),
        ({"leaf": {"name": "a"}, "share": "much"}, "share"),
        ({"leaf": {"name": "a"}, "at": "yesterday"}, "at"),
        ({"leaf": {"name": "a"}, "at": 3}, "at"),
        ({"leaf": {"name": "a"}, "parts": [{}]}, "parts[0].leaf"),
        ({"leaf": {"name": "a"}, "notes": {"k": 1}}, "notes.k"),
        ({"leaf": {"name": "a"}, "is_old": 1}, "is_old"),
        ({"leaf": {"name": "a"}, "size": 1}, "size"),
        ([], ""),
    ],
)
def test_a_wrong_field_is_named(sent: Any, field: str) -> None:
    with pytest.raises(BadArgument) as refused:
        decoded(Tree, sent)
    assert refused.value.field == field


def test_whole_numbers_of_javascript_are_whole() -> None:
    assert decoded(Leaf, {"name": "a", "sizes": [2.0]}) == Leaf("a", (2,))
    assert decoded(Tree, {"leaf": {"name": "a"}, "share": 1}).share == 1.0


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        (str, "a\ud800", "half a character"),
        (Any, [{"x": ["\udfff"]}], "half a character"),
        (Any, {"\ud800": 1}, "half a character"),
        (Mapping[str, str], {"\ud800": "a"}, "half a character"),
        (int, 1 << 63, "too large"),
        (Any, [-(1 << 63) - 1], "too large"),
    ],
)
def test_what_no_table_can_hold_is_refused(kind: Any, value: Any, why: str) -> None:
    with pytest.raises(BadArgument, match=why):
        decoded(kind, value, "field")


def test_the_largest_numbers_and_whole_characters_are_taken() -> None:
    deep: Any = "😀"
    for _ in range(900):
        deep = [deep]
    for value in ((1 << 63) - 1, -(1 << 63), "\U0001f600", deep):
        assert decoded(Any, value) == value
