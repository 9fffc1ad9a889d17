"""The bytes both sides agree on; `js/tests/transport/framing.test.ts` reads the same file."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.framing import framed, unframed

GOLDEN = json.loads(Path(__file__).with_name("framing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_golden_bytes_are_read_as_they_were_written(case: dict[str, Any]) -> None:
    parts = [base64.b64decode(part) for part in case["parts"]]
    whole = base64.b64decode(case["bytes"])
    message, found = unframed(whole)
    assert message == case["message"]
    assert [bytes(part) for part in found] == parts
    # The other side may write JSON with other blanks, so what it wrote is read, not compared.
    assert unframed(framed(message, parts)) == (message, found)


@given(st.binary(max_size=80))
def test_bytes_that_are_none_are_refused_and_break_nothing(noise: bytes) -> None:
    for body in (noise, b"DVM1" + noise, framed({"ask": "1"}, [noise])[:-1] if noise else noise):
        try:
            unframed(body)
        except BadArgument:
            continue


@pytest.mark.parametrize("sizes", [[-1], [1.5], [True], ["1"], {}, [10**12], [0] * 65])
def test_lengths_that_can_not_be_are_refused(sizes: object) -> None:
    text = json.dumps({"ask": "1", "sizes": sizes}).encode()
    with pytest.raises(BadArgument):
        unframed(b"DVM1" + len(text).to_bytes(4, "little") + text)
