"""The examples of the pages run, and give what the pages say."""

import pytest

from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS
from tests.unit import pages


@pytest.mark.parametrize("name", ["agreement.md", "comparison.md", "contributors.md"])
def test_examples(name: str) -> None:
    assert pages.run(name) > 5


def test_every_coefficient_is_on_the_page() -> None:
    text = (pages.DOCS / "agreement.md").read_text(encoding="utf-8")
    families = {"gwet_ac1": "AC1", "gwet_ac2": "AC2", "cohen_kappa_quadratic": "_quadratic"}
    for name in FORMULAS:
        word = next((word for start, word in families.items() if name.startswith(start)), name)
        assert word in text, name
