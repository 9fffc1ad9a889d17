"""The browser's half of the house: floors, sizes, and no way for text to become markup."""

import re
from pathlib import Path

import pytest

from tests.architecture.rooms import MOST_LINES, REFUSED_NAMES

SOURCE = Path(__file__).parents[2] / "js" / "src"
FILES = sorted(path for path in SOURCE.rglob("*") if path.suffix in {".ts", ".tsx", ".css"})
CODE = [path for path in FILES if path.suffix != ".css"]

FLOORS = {
    "protocol": 0,
    "transport": 1,
    "theme": 1,
    "ui": 2,
    "grid": 3,
    "features": 4,
    "lab": 4,
    "entries": 5,
}
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
# A feature on the left may import those on the right.
FEATURES: dict[str, set[str]] = {
    "analytics": {"content"},
    "sql": {"content", "studio"},
    "studio": {"content"},
    "content": set(),
    "datasets": set(),
    "exports": set(),
    "hub": {"imports"},
    "imports": set(),
    "people": set(),
    "pipelines": {"imports"},
}
MARKUP = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "dangerouslySet")


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def imported(path: Path) -> list[str]:
    """What a file imports of ours, as paths below the source folder."""
    found = _IMPORT.findall(path.read_text(encoding="utf-8"))
    return [(path.parent / each).resolve().relative_to(SOURCE).as_posix() for each in found]


def feature_of(name: str) -> str | None:
    parts = name.split("/")
    return parts[1] if parts[0] == "features" and len(parts) > 1 else None


@pytest.mark.parametrize("path", FILES, ids=named)
def test_files_are_small(path: Path) -> None:
    if named(path) != "protocol/operations.ts":
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", CODE, ids=named)
def test_imports_point_downwards(path: Path) -> None:
    room = named(path).split("/")[0]
    for other in imported(path):
        assert FLOORS[other.split("/")[0]] <= FLOORS[room], f"{named(path)} imports {other}"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_features_know_each_other_only_along_the_table(path: Path) -> None:
    own = feature_of(named(path))
    for other in filter(None, map(feature_of, imported(path))):
        if own is not None and other != own:
            assert other in FEATURES[own], f"{named(path)} imports {other}"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_text_never_becomes_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in MARKUP if word in text] == []


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    assert [named(path) for path in FILES if path.stem in REFUSED_NAMES] == []
