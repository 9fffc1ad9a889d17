"""What goes wrong with a file, in the words of the panel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from datavault_jupyter.features.imports import delimited, encodings
from datavault_jupyter.features.imports.problems import in_the_panel

HINT = re.compile(r"hint ?= ?\(?\s*((?:f?\"[^\"]*\"\s*)+)")


def hints() -> list[str]:
    """All ways out that the reading of text files offers, as they stand in its source."""
    folder = Path(delimited.__file__).parent
    sources = [each.read_text(encoding="utf-8") for each in folder.glob("*.py")]
    sources.append(Path(encodings.__file__).read_text(encoding="utf-8"))
    matches = [match for source in sources for match in HINT.findall(source)]
    return sorted({"".join(re.findall(r"\"([^\"]*)\"", match)) for match in matches})


RAGGED = "Mend that line, or pass skip= if the table begins further down; see delimiter=."


@pytest.mark.parametrize("hint", [*hints(), RAGGED.replace("; see", "; used, see")])
def test_no_way_out_names_a_keyword_argument(hint: str) -> None:
    said = in_the_panel(hint)
    assert not re.search(r"\b[a-z_]+=", said), said
    assert said.endswith(".") or not hint.endswith(".")


def test_the_hints_were_found() -> None:
    assert any("on_error=" in hint for hint in hints())
