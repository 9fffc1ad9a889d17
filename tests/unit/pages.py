"""The examples of a page of the docs, run as they stand there."""

import doctest
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def run(name: str, **known: object) -> int:
    """Run them with these names; how many there are. One that gives anything else fails."""
    text = (DOCS / name).read_text(encoding="utf-8")
    example = doctest.DocTestParser().get_doctest(text, known, name, name, 0)
    said: list[str] = []
    flags = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.DocTestRunner(optionflags=flags).run(example, out=said.append)
    assert result.failed == 0, "".join(said)
    return result.attempted
