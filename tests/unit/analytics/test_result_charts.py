"""Results carry their charts: SVG without scripts, names as text, numbers as they are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.features.analytics.drawing import MOST_ROWS, Estimate, estimates

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def drawn(made: str) -> ET.Element:
    found = SVG.search(made)
    assert found is not None
    return ET.fromstring(found[0])  # noqa: S314 - our own


def test_points_and_limits_stand_where_their_numbers_are() -> None:
    rows = [Estimate("a", 0.5, 0.25, 0.75), Estimate("b", 1.0), Estimate("c", 0.0, -0.0, 0.5)]
    root = drawn(estimates(rows, "Some", marks=(0, 1)))
    assert root.attrib["aria-label"] == "Some"
    points = [float(each.attrib["cx"]) for each in root.iter("circle")]
    assert points == [384.0, 544.0, 224.0]
    lines = [each.attrib["d"] for each in root.iter("path") if "H" in each.attrib["d"]]
    assert lines == ["M304.0 11.0H464.0", "M224.0 55.0H384.0"]
    texts = ["".join(each.itertext()) for each in root.iter("text")]
    assert texts == ["0", "1", "a", "0.50", "b", "1.00", "c", "0.00"]


@pytest.mark.parametrize("values", [[], [3.0], [-1.0, -1.0]])
def test_few_and_equal_values(values: list[float]) -> None:
    made = estimates([Estimate(str(at), each) for at, each in enumerate(values)], "x")
    assert made.count("<circle") == len(values)
    assert "nan" not in made


def test_of_many_the_first_are_drawn() -> None:
    made = estimates([Estimate(str(at), at) for at in range(100)], "x")
    assert made.count("<circle") == MOST_ROWS


def test_agreement_and_comparison_show_theirs() -> None:
    ratings = pd.DataFrame(
        {"i": [1, 1, 2, 2, 3, 3], "r": list("abab" + "ab"), "v": [1, 1, 2, 3, 3, 3]}
    )
    result = dv.agreement(ratings, item="i", rater="r", value="v", level="ordinal")
    root = drawn(result._repr_mimebundle_()["text/html"])
    valued = [each for each in result.values() if each.value is not None]
    assert len(list(root.iter("circle"))) == len(valued)
    names = ("<b>one</b>", "two", "three")
    rows = [(a, b, w) for a, b in zip(names, names[1:] + names[:1], strict=True) for w in (a, b)]
    frame = pd.DataFrame(rows, columns=["l", "s", "w"])
    made = dv.comparison(frame, first="l", second="s", winner="w")._repr_mimebundle_()["text/html"]
    assert len(list(drawn(made).iter("circle"))) == 3
    assert "<b>one" not in made
