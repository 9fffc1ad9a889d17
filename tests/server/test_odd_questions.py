"""Questions nobody would ask: each gets an answer or one clear refusal, and changes nothing else.

What schemathesis does with an API's schema is done here with the types of our own: arguments that
fit, arguments that nearly fit, and values that have hurt others.
"""

import dataclasses
import json
import os
import shutil
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datavault_jupyter.protocol.coding import hints_of
from tests.server.test_offers import ASKED, HUB, House

EXAMPLES = 200 if os.environ.get("DATAVAULT_TEST_FULL") == "1" else 8
ODD_TEXT = [
    "", " ", "\0", "\ud800", "'; DROP TABLE x; --", '"', "{{7*7}}", "../../etc/passwd", "%s%n",
    "<img src=x onerror=alert(1)>", "\u202eabc", "x" * 5_000, "NaN", "-0", "\U0001d518\u0301",
    "\r\n", "CON", "=1+1",
]  # fmt: skip
ODD_INTS = [0, -1, 1, 2, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30]
ODD_FLOATS = [0.0, -0.0, 1e308, -1e308, 5e-324, 0.5]
ANY = st.recursive(
    st.none() | st.booleans() | st.sampled_from([*ODD_TEXT, *ODD_INTS, *ODD_FLOATS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ODD_TEXT), inner),
    max_leaves=6,
)


def _plain(kind: Any) -> st.SearchStrategy[Any]:
    moments = ["2026-02-30", "0001-01-01T00:00Z", "9999-12-31T23:59:59-12:00", "now", ""]
    known: dict[Any, st.SearchStrategy[Any]] = {
        str: st.sampled_from([*ODD_TEXT, "n", "numbers", "Teaching", "csv", "1"]),
        int: st.sampled_from(ODD_INTS),
        float: st.sampled_from(ODD_FLOATS),
        bool: st.booleans(),
        datetime: st.sampled_from([*moments, "2026-01-31T12:00Z"]),
    }
    return known.get(kind, ANY)


def _made(kind: Any, known: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type, some of which are not quite of it."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(
            *(
                _made(each, known, depth)
                for each in typing.get_args(kind)
                if each is not type(None)
            ),
            *([st.none()] if type(None) in typing.get_args(kind) else []),
        )
    if origin in (tuple, Sequence):
        return st.lists(_made(typing.get_args(kind)[0], known, depth + 1), max_size=3)
    if origin in (Mapping, dict):
        each = _made(typing.get_args(kind)[1], known, depth + 1)
        return st.dictionaries(st.sampled_from([*ODD_TEXT, "n"]), each, max_size=3)
    if dataclasses.is_dataclass(kind):
        return ANY if depth > 4 else _record(kind, known, depth)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([*(each.value for each in kind), "odd", ""])
    return _plain(kind)


def _record(kind: Any, known: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    needed: dict[str, st.SearchStrategy[Any]] = {}
    more: dict[str, st.SearchStrategy[Any]] = {}
    for each in dataclasses.fields(kind):
        values = _made(hints_of(kind)[each.name], known, depth + 1)
        if each.name in known:
            # Mostly what is there, or nothing would get past the first look.
            there = st.just(known[each.name])
            values = st.one_of(there, there, there, values)
        has_default = (
            each.default is not dataclasses.MISSING
            or each.default_factory is not dataclasses.MISSING
        )
        (more if has_default else needed)[each.name] = values
    return st.fixed_dictionaries(needed, optional=more)


@pytest.fixture(scope="module")
def house(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(shutil.copytree(team, tmp_path_factory.mktemp("odd") / "team"))
    yield made
    made.vault.close()


@pytest.mark.parametrize("op", sorted(set(ASKED) - HUB))
def test_no_question_breaks_anything(house: House, op: str) -> None:
    known = house.vault._services.operations[op]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_record(known.args, house.known))
    def asked(args: dict[str, Any]) -> None:
        through = json.loads(json.dumps(args))  # as it would arrive
        told = house.told(op, "ada", is_owner=True, **through)
        assert told.get("code") != "unexpected", f"{op} {through!r}\n{told}"

    asked()
