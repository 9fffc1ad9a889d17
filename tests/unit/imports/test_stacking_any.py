"""A table that is split over files is the table that it was."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.unit.imports.stacks import Stack

Bench = Any

CELLS = st.one_of(
    st.integers(-5, 5).map(str),
    st.integers(-(1 << 70), 1 << 70).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(["", "NA", "null", "007", "1.50", "true", "False", "2026-01-31", "x y", "ä,b",
                     'q"q', "2026-01-31 10:00:00", "-", "1e400"]),
)  # fmt: skip
PACK: dict[str, Any] = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


@settings(
    deadline=None,
    max_examples=examples(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_table_in_pieces_is_the_same_table(long_bench: Bench, data: st.DataObject) -> None:
    """Split over files at random, with any packing, it has the rows and types of the whole."""
    width = data.draw(st.integers(1, 3), label="width")
    pools = [data.draw(st.lists(CELLS, min_size=1, max_size=3)) for _ in range(width)]
    rows = data.draw(
        st.lists(st.tuples(*[st.sampled_from(pool) for pool in pools]), min_size=1, max_size=30)
    )
    # A number beside it: a line of one empty cell would be a blank one.
    lines = [
        ",".join([str(at), *(f'"{c}"'.replace('q"q', 'q""q') if set(c) & set(',"') else c
                             for c in row)])
        for at, row in enumerate(rows)
    ]  # fmt: skip
    head = ",".join(["n", *(f"col{at}" for at in range(width))])
    whole = long_bench.load(long_bench.write("whole.csv", "\n".join([head, *lines]) + "\n"))
    cuts = sorted(data.draw(st.sets(st.integers(1, max(len(lines) - 1, 1)), max_size=4)))
    stack = Stack(long_bench)
    for at, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(lines)], strict=True)):
        packing = data.draw(st.sampled_from(list(PACK)))
        text = "\n".join([head, *lines[start:end]]) + "\n"
        stack.add(f"p{at}.csv{packing}", PACK[packing](text.encode()))
    pieces = stack.load()
    assert pieces.columns == whole.columns
    assert long_bench.texts(pieces) == long_bench.texts(whole)
