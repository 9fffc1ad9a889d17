"""The examples of the pages run, and give what the pages say."""

import doctest
from pathlib import Path

import pytest

from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", ["agreement.md", "comparison.md", "contributors.md"])
def test_examples(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    example = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    said: list[str] = []
    result = doctest.DocTestRunner().run(example, out=said.append)
    assert result.attempted > 5
    assert result.failed == 0, "".join(said)


def test_every_coefficient_is_on_the_page() -> None:
    text = (DOCS / "agreement.md").read_text(encoding="utf-8")
    families = {"gwet_ac1": "AC1", "gwet_ac2": "AC2", "cohen_kappa_quadratic": "_quadratic"}
    for name in FORMULAS:
        word = next((word for start, word in families.items() if name.startswith(start)), name)
        assert word in text, name
