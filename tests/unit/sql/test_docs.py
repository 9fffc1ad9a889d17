"""The examples of the page run, and give what it says."""

import doctest
from pathlib import Path

import datavault_jupyter as dv

PAGE = Path(__file__).parents[3] / "docs" / "sql.md"


def test_the_examples(vault: dv.Vault) -> None:
    known = {"vault": vault, "dv": dv}
    example = doctest.DocTestParser().get_doctest(
        PAGE.read_text(encoding="utf-8"), known, PAGE.name, PAGE.name, 0
    )
    said: list[str] = []
    flags = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.DocTestRunner(optionflags=flags).run(example, out=said.append)
    assert result.attempted > 6
    assert result.failed == 0, "".join(said)
