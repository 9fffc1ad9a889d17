"""The quick reading of JSON gives what the slow one gives, or leaves the file to it."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports.objects import guessed, loading, staging
from datavault_jupyter.features.imports.objects.direct import surveying
from datavault_jupyter.features.imports.objects.guessed import guessing
from tests.examples import examples

Bench = Any


class Spy:
    """Sends small files along one of three roads, and sees which one led to the end."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._lay_down = staging.lay_down
        self._guess = guessed.guess
        self.was_slow = False
        self.was_guessed = False
        patch.setattr(loading, "lay_down", self._seen)
        patch.setattr(loading, "_in_steps", self._stepped(loading._in_steps))
        # So that most is guessed rather than seen.
        patch.setattr(guessing, "_FIRST", 2)
        patch.setattr(guessing, "_BLOCKS", 0)
        self.prefer("surveyed")

    def _seen(self, *args: Any, **options: Any) -> Any:
        self.was_slow = True
        return self._lay_down(*args, **options)

    def _stepped(self, in_steps: Any) -> Any:
        def run(*args: Any) -> Any:
            self.was_guessed = False
            return in_steps(*args)

        return run

    def prefer(self, road: str) -> None:
        self.was_slow, self.was_guessed = False, road == "guessed"
        self._patch.setattr(surveying, "_SMALL", 1 << 60 if road == "slow" else 0)
        never = lambda *_: None  # noqa: E731
        self._patch.setattr(guessed, "guess", self._guess if road == "guessed" else never)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    return Spy(monkeypatch)


def outcome(bench: Bench, path: Any, **options: Any) -> Any:
    """All that an import gives or says."""
    try:
        loaded = bench.load(path, **options)
    except VaultError as error:
        return type(error), error.message, error.hint
    # As text: NaN would differ from itself, and -0.0 equal 0.0.
    return (list(loaded.columns), loaded.notes, repr(bench.rows(loaded)), loaded.source_info,
            loaded.source_columns)  # fmt: skip


def agreed(bench: Bench, spy: Spy, content: str | bytes, **options: Any) -> bool:
    """Whether the quick road was taken; all three must give the same."""
    name = "r.json.gz" if content[:2] == b"\x1f\x8b" else options.pop("name", "r.json")
    path = bench.write(name, content)
    spy.prefer("slow")
    slow = outcome(bench, path, **options)
    spy.prefer("surveyed")
    assert outcome(bench, path, **options) == slow
    was_quick = not spy.was_slow
    spy.prefer("guessed")
    assert outcome(bench, path, **options) == slow
    return was_quick


def values(*texts: str) -> str:
    """An array with each text as the value of a key."""
    return "[" + ",\n".join(f'{{"a": {text}}}' for text in texts) + "]"


@pytest.mark.parametrize(
    "content",
    [
        '[{"a":1,"b":"x"},{"a":2}]',
        ' [ {"a" : 1 } ,\r\n\t{"a":2} ] \n',
        '{"a":1,"b":"x"}\n{"a":2}\n',
        '{"a":1}\r\n\r\n  {"a":2}  \r\n',
        '{"a":1,"b":"x"}{"a":2}',
        '{\n"a": 1\n}\n\n{"a":2,"b":null}',
        gzip.compress(b'[{"a":1},{"a":2}]', mtime=0),
        b'\xef\xbb\xbf[{"a":1},{"a":2}]',
        b'\xef\xbb\xbf{"a":1}\n{"a":2}',
        '[{"a":1},{}]',
        '{"a":1}\n{"c":1,"b":2}\n{"b":1,"d":3}',
        values("1", "18446744073709551616", "-99999999999999999999"),
        values("1" * 60, "2"),
        values("0.1", "47.479431415790515", "1e-05", "2.50"),
        values('"x"', "0.5", "true", "null", "7"),
        values("[1, 2.5]", '"x"', "{}", "3", "false", "[]"),
        values('"\\ud83d\\ude00 \\u00e9 \\/ \\u001b \\n"', '"é,] } 1.10, NaN,}"'),
        values('["\\ud83d\\ude00 \\u00e9 \\/ \\u0007 \\n \\u007f"]', '{"x": ["1.10, ]", ",}"]}'),
        values("[[1,2],[3,4]]", '"] {"', '{"a":[{"b":1}, {"b":2}]}'),
        values("[" + ",".join(["[1,2]"] * 500) + "]", "1"),
        values('"2026-01-02"', '"NaN"'),
        values("[1e-7, 0.00001, 1e21]", "[123456789012345680000.0]"),
        values("1e5", "2"),
        values("9007199254740993", "0.5"),
        '{"a":1.50,"b":[1.5,{"c":[2]}]}\n{"a":1e-7,"b":{"c":"1.50,"}}',
        '[{"a b":1,"a.b":2,"a[0]":3,"$":4,"é":5,"a\'b":6,"/":7,"#":8,"?":9},{"a b":1}]',
    ],
)
def test_quick(bench: Bench, spy: Spy, content: str | bytes) -> None:
    assert agreed(bench, spy, content)


@pytest.mark.parametrize(
    "content",
    [
        '{"a":1}',
        "[]",
        "[{},{}]",
        '[{"a":1,},{"a":2}]',
        '[{"a":[1,]},{"a":2}]',
        '[{"a":1},{"a":2},]',
        '[{"a":1},{"a":2},',
        '[{"a":1},{"a":2}',
        '[{"a":1}]{"a":2}]',
        '[{"a":"] {"}]{"a":2}]',
        '[{"a":1},{"a":2}] x',
        '[{"a":1}\x0c,{"a":2}]',
        '{"a":1}\n\x0b{"a":2}',
        '{"a":1}\n\x00{"a":2}',
        '{"a":1},\n{"a":2}',
        '{"a":1}\n{"a":2',
        '{"a":1}\nnull',
        '[{"a":1},null]',
        '{"a":1}\n3',
        '{"a":1} {"a":2}\n{"a":\n3} []',
        b'{"a":"\xff"}\n{"a":1}',
        b'{"a":"\xed\xa0\x80"}\n{"a":1}',
        '[{"a":1,"a":2},{"a":1}]',
        '[{"a":1,"A":2},{"a":1}]',
        '[{"a":1},{"A":2}]',
        '[{"":1},{"":2}]',
        '[{"a\\"b":1},{"a\\"b":2}]',
        '[{"a*":1},{"a*":2}]',
        values("NaN", "1"),
        values("nan", "1"),
        values("[1,  NaN]", "1"),
        values("-Infinity", "1"),
        values("[inf]", "1"),
        values("-0", "1"),
        values("[-0]", "1"),
        values("1e400", "1"),
        values("1e-400", "1"),
        values("0.30000000000000000001", "1"),
        values("1.12345678901234567890", "1"),
        values("9007199254740993", "0.50"),
        values("1.10", '"x"'),
        values("1e5", "true"),
        values("[1.10]", "1"),
        '{"a":1.5,"b":[1.50]}\n{"a":1.50,"b":[1]}',
        values("[1e-07]", "1"),
        values('["\\u001b"]', "1"),
        values('"\\u0000"', "1"),
        values('"\\ud800"', "1"),
        values('"\\udc00"', "1"),
        values('"a\tb"', "1"),
        values("[" * 260 + "]" * 260, "1"),
        values('{"a":' * 220 + "1" + "}" * 220, "1"),
    ],
)
def test_left_to_the_slow_reading(bench: Bench, spy: Spy, content: str | bytes) -> None:
    assert not agreed(bench, spy, content)


@pytest.mark.parametrize(
    "types", [{"a": "number"}, {"a": "text"}, {"a": "decimal(9,2)"}, {"a": "integer"}]
)
@pytest.mark.parametrize("content", [values("1.5", "2"), values("1.50", "2"), values('"7"', "8")])
def test_types_asked_for(bench: Bench, spy: Spy, types: dict[str, str], content: str) -> None:
    agreed(bench, spy, content, types=types)


def test_many_lists_of_keys(bench: Bench, spy: Spy) -> None:
    lines = ['{"a":1}'] * 3_000 + ['{"z":1,"a":2}', '{"c":[],"z":3}', '{"b":"x","c":2}']
    assert agreed(bench, spy, "\n".join(lines * 2), name="r.ndjson")
    many = [json.dumps({f"k{at}": at}) for at in range(600)]
    assert not agreed(bench, spy, "\n".join(many), name="r.ndjson")


def test_small_files_are_read_slowly(bench: Bench) -> None:
    path = bench.write("s.json", '[{"a":1},{"a":2}]')
    assert surveying.survey(bench.store.engine.moving(), path, bench.folder) is None


@pytest.mark.parametrize(
    "content",
    [
        '{"a":1,"b":"x"}\n{"a":2,"b":"y"}',
        '[{"a": 1, "b": [1, {"c": "d e"}]}, {"a": 2, "b": {}}]',
        '{"a":1}\n{"b":"x"}\n{"b":"y","a":3}',
        '{"a":"\\u00e9 \\n \\" \\\\"}\n{"a":null}',
        '{"a":["\\u00e9 \\n"]}\n{"a":null}',
        values("1.50", "2", "1e5"),
        values("true", "null"),
        values("18446744073709551615", "1"),
        values("123456789012345678901234567890", "1"),
        values("0.30000000000000004", "1e-05", "-7"),
        values("9007199254740993", "0.5"),
        values("0.000046951999671336004", "8.999999937e-7", "0.5"),
        values("[1.5, 2]", "[]"),
        values("[1.5,2]", "[]", '[3e-05,{"b":[1E5, -1.5e+22]}]'),
        '{"a": 1e-7, "b": [1e-07, "x", -2.5E+10]}\n{"a": 0.5, "b": {"c": 1e5, "d": "1e5"}}',
        '{"a": 1e-7, "b": [1e-07], "t": "\\n"}\n{"a": 0.5, "b": [1], "t": "y"}',
        values("null", "null"),
        "[\n" + ",\n".join(['{\n\t"a": 1,\r\n "b": {"c": "x  y"}}'] * 3) + "\n]",
    ],
)
def test_read_in_one_pass(bench: Bench, spy: Spy, content: str) -> None:
    agreed(bench, spy, content)
    assert spy.was_guessed


@pytest.mark.parametrize(
    "late",
    [
        '{"a":1.5}', '{"a":"1"}', '{"a":true}', '{"a":-0}', '{"a":9223372036854775808}',
        '{"a":[1]}', '{"a":NaN}', '{"a":1,"a":1}', '{"c":1,"d":1}', '{"A":1}', '{"a":1,}', "3",
        '{"b":1}', '{"b":null,"a":1e400}', '{"b":"\\u0000"}', '{"b":"\\ud800"}', '{"n":1}',
        '{"n":[NaN]}', '{"n":[1e-07]}', '{"n":[1.10]}', '{"n":[-0]}', '{"n":["\\u001b"]}',
        '{"n":[1,]}', '{"n":"[1]"}', '{"n":' + "[" * 300 + "]" * 300 + "}", '{"x":1e-400}',
        '{"x":0.30000000000000000001}', '{"x":9.007199254740993e15}', '{"x":NaN}', '{"x":inf}',
        '{"x":1' + "0" * 30 + "}", '{"x":"1.5"}', '{"x":true}', '{"t":1}', '{"t":false}',
        '{"z":1}', '{"z":"x"}', '{"z":[]}', '{"o":0}', '{"o":"true"}', '{"a":1} {"a":2}',
        '{"d":1.123456789012345678901}', '{"d":123456789012345678.5}', '{"d":1e-7}',
    ],
)  # fmt: skip
def test_what_comes_after_the_sample(bench: Bench, spy: Spy, late: str) -> None:
    first = '{"a":1,"b":"x","n":[1],"x":1.5,"t":"y","z":null,"o":true,"d":0.12345678901234567890}'
    agreed(bench, spy, f"{first}\n{first}\n{first}\n{late}", name="r.ndjson")


@pytest.mark.parametrize(
    "second",
    [
        '{"b":["x, 1e5"]}', '{"b":["\\u0001"]}', '{"b":["\\u00011e5"]}', '{"b":["1e5"],"a":1e5}',
        '{"b":[1e400, 1e-400]}', '{"b":[1.50, 1e5]}', '{"b":[-0, 1e5]}', '{"b":[NaN, 1e5]}',
        '{"b":[0.30000000000000000001e5]}', '{"b":[1e5],"t":"a:1e5"}', '{"b":1e5}', '{"t":1e5}',
        '{"b":{"1e5":1,"x":"[1e5"}}', '{"a":"\\u00011e5"}', '{"b":[1e5,]}', '{"b":[1e 5]}',
        '{"t":"\\n","b":["\\u0001x"]}', '{"t":"\\u0001","b":[1e5]}',
    ],
)  # fmt: skip
def test_exponents_within_nested_values(bench: Bench, spy: Spy, second: str) -> None:
    first = '{"a":1.5,"b":[1e-05],"t":"x"}'
    agreed(bench, spy, f"{first}\n{first}\n{second}", name="r.ndjson")
    agreed(bench, spy, f"[{first}, {second}]")


_NUMBERS = st.one_of(
    st.integers(),
    st.integers(-(10**25), 10**25),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(-1000, 1000, places=2),
).map(str)  # fmt: skip
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
_WRITTEN_TEXTS = st.one_of(
    st.tuples(_TEXTS, st.booleans()).map(lambda pair: json.dumps(pair[0], ensure_ascii=pair[1])),
    st.sampled_from(['"1.10, x"', '",]"', '"NaN"', '"\\/"', '"] {"', '"\\\\"', '"\\""']),
)
_PLAIN = st.one_of(
    st.sampled_from(["null", "true", "false", "{}", "[]", "[ ]"]), _NUMBERS, _WRITTEN_TEXTS
)


def _objects(keys: st.SearchStrategy[str], inner: st.SearchStrategy[str]) -> Any:
    pair = st.tuples(keys, st.sampled_from([":", " : "]), inner).map("".join)
    return st.lists(pair, max_size=4).map(lambda pairs: "{" + ", ".join(pairs) + "}")


_VALUES = st.recursive(
    _PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: "[" + " ,".join(each) + "]")
        | _objects(_WRITTEN_TEXTS, inner)
    ),
    max_leaves=5,
)
# Most columns of one kind, so that most examples take the quick road.
_KEYS = {"a": _NUMBERS, "b": _WRITTEN_TEXTS, "c": _PLAIN, "d": _VALUES, "e f": _VALUES}


@st.composite
def _records(draw: st.DrawFn) -> str:
    keys = draw(st.lists(st.sampled_from(list(_KEYS)), unique=True, max_size=5))
    pairs = [f"{json.dumps(key)}: {draw(_KEYS[key] | st.just('null'))}" for key in keys]
    return "{" + ",".join(pairs) + "}"


@given(st.lists(_records(), min_size=2, max_size=6), st.sampled_from(["\n", "", ",", " ,\r\n"]))
@settings(
    max_examples=examples(30), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_both_give_the_same(long_bench: Bench, spy: Spy, rows: list[str], separator: str) -> None:
    text = separator.join(rows)
    # The spy is this test's alone: left there for its module, it would see to the files of a
    # test that comes after this one, where small ones are to be read slowly.
    agreed(long_bench, spy, f"[{text}]" if "," in separator else text)
