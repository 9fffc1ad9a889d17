"""What keeps the house in order: arrows point down, files and functions stay small."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.rooms import (
    FEATURES,
    FLOORS,
    MOST_FUNCTION_LINES,
    MOST_LINES,
    REFUSED_NAMES,
    SAME_FLOOR,
)

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "datavault_jupyter"
PYTHON = sorted(PACKAGE.rglob("*.py"))
CODE = [
    path
    for folder in ("datavault_jupyter", "tests", "benchmarks", "js")
    for kind in ("*.py", "*.mjs", "*.ts", "*.tsx")
    for path in sorted((ROOT / folder).rglob(kind))
    # Made from the Python dataclasses, and checked to be current.
    if path.name != "operations.ts"
]


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Each module a file imports, and whether only for its types."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in guarded
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import hides where it points"
            yield node.module, id(node) in guarded
            for alias in node.names:
                yield f"{node.module}.{alias.name}", id(node) in guarded


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else "__init__"


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_imports_point_downwards(path: Path) -> None:
    here = room_of(module_of(path))
    for module, types_only in imports(path):
        if not module.startswith("datavault_jupyter.") or here == "__init__":
            continue
        there = room_of(module)
        if there == here or (here, there) in SAME_FLOOR:
            continue
        if there == "__init__":
            assert module == "datavault_jupyter.__version__", f"{ids(path)} imports {module}"
            continue
        assert FLOORS[there] < FLOORS[here] or (
            # Handles name services they are given, and magics the vault, for their types only.
            types_only and FLOORS[there] <= FLOORS[here]
        ), f"{ids(path)} (floor {FLOORS[here]}) imports {module} (floor {FLOORS[there]})"


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_faces_do_not_reach_into_storage(path: Path) -> None:
    if room_of(module_of(path)) in ("magics", "server"):
        reached = [module for module, _ in imports(path) if ".storage" in module]
        assert reached == []


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_features_know_each_other_along_the_table(path: Path) -> None:
    parts = module_of(path).split(".")
    if parts[1] != "features" or len(parts) < 4:
        return
    here = parts[2]
    for module, _ in imports(path):
        if module.startswith("datavault_jupyter.features."):
            there = module.split(".")[2]
            assert there == here or there in FEATURES[here], f"{ids(path)} imports {module}"


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_only_storage_knows_its_libraries(path: Path) -> None:
    if room_of(module_of(path)) == "storage":
        return
    for module, types_only in imports(path):
        assert types_only or module.split(".")[0] not in ("duckdb", "sqlite3"), (
            f"{ids(path)} imports {module}"
        )


def test_sqlite_files_are_opened_by_python_alone() -> None:
    """DuckDB carries its own SQLite: with both in one process the catalogue breaks."""
    for path in PYTHON:
        text = path.read_text(encoding="utf-8").lower()
        for phrase in ("sqlite_scan", "sqlite_attach", "type sqlite", "load sqlite"):
            assert phrase not in text, ids(path)


def test_sqlalchemy_is_spoken_in_queries_and_storage_only() -> None:
    for path in PYTHON:
        room = room_of(module_of(path))
        if room == "storage" or path.name in ("queries.py", "service.py", "roles.py"):
            continue
        assert not [m for m, _ in imports(path) if m.split(".")[0] == "sqlalchemy"], ids(path)


@pytest.mark.parametrize("path", CODE, ids=ids)
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert not REFUSED_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", [path for path in CODE if path.suffix == ".py"], ids=ids)
def test_functions_are_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.get_docstring(node, clean=False)
        length = (node.end_lineno or 0) - node.lineno + 1
        length -= len(text.splitlines()) if text else 0
        assert length <= MOST_FUNCTION_LINES, f"{ids(path)}: {node.name} has {length} lines"


def test_every_feature_is_in_the_table() -> None:
    found = {path.name for path in (PACKAGE / "features").iterdir() if path.is_dir()}
    assert found - {"__pycache__"} == set(FEATURES)


def test_the_table_has_no_circles() -> None:
    done: set[str] = set()
    while len(done) < len(FEATURES):
        ready = {word for word, needs in FEATURES.items() if word not in done and needs <= done}
        assert ready, f"a circle among {set(FEATURES) - done}"
        done |= ready
