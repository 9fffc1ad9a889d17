"""The public names are a list someone signed; each says what it is."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import datavault_jupyter as dv
from datavault_jupyter.base import errors

ROOT = Path(__file__).parents[2]

NAMES = [
    "Channel",
    "Chart",
    "Dashboard",
    "DashboardView",
    "Dataset",
    "DatasetKind",
    "DatasetList",
    "DatasetRole",
    "DatasetSource",
    "DatasetStatus",
    "DatasetView",
    "End",
    "Export",
    "Field",
    "Gate",
    "HubPanel",
    "ImportPanel",
    "ImportReport",
    "Listing",
    "OrgRole",
    "PeoplePanel",
    "Pipeline",
    "PipelineBuilder",
    "PipelineStatus",
    "Preview",
    "ProjectRole",
    "Review",
    "Rows",
    "RunningImport",
    "SeedPanel",
    "Share",
    "SharePanel",
    "Start",
    "Studio",
    "Subtask",
    "TaskStatus",
    "Vault",
    "VaultError",
    "Version",
    "VersionState",
    "Work",
    "WorkForm",
    "agreement",
    "chart_theme",
    "comparison",
    "errors",
    "evaluators",
    "group_comparison",
    "load_ipython_extension",
    "rank_comparison",
    "unload_ipython_extension",
]
VAULT = [
    "audit", "close", "datasets", "doctor", "exports", "find", "get", "hub", "hub_panel",
    "import_file", "import_files", "import_frame", "import_hub", "import_jobs", "import_panel",
    "merge", "name", "names", "path", "people", "pipelines", "preview_file", "projects", "role",
    "settings", "sql", "whoami",
]  # fmt: skip
DATASET = [
    "analytics", "append", "archive", "arrow", "at", "byte_count", "chart", "charts", "clone",
    "columns", "created_at", "dashboards", "delete", "description", "df", "draft", "edit",
    "export", "exports", "files", "head", "id", "import_report", "is_archived", "is_read_only",
    "kind", "merge", "move", "name", "new_version", "notebooks", "notes", "owner", "pl",
    "project", "refresh", "relation", "rename", "replace", "restore", "row_count", "rows", "share",
    "show", "source", "source_info", "sql", "squash", "status", "studio", "types", "unarchive",
    "updated_at", "uses", "vault_path", "versions", "watch",
]  # fmt: skip


def public(kind: type) -> list[str]:
    """The names of a class, those of the families of verbs it is made of included."""
    ours = [each for each in kind.__mro__ if each.__module__.startswith("datavault_jupyter")]
    return sorted({name for each in ours for name in vars(each) if not name.startswith("_")})


def test_the_names_are_those_that_were_agreed() -> None:
    assert dv.__all__ == NAMES
    assert public(dv.Vault) == VAULT
    assert public(dv.Dataset) == DATASET
    for name in NAMES:
        assert getattr(dv, name) is not None
    assert set(NAMES) <= set(dir(dv))


_SPOKEN = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_every_public_thing_says_what_it_is() -> None:
    for path in sorted((ROOT / "datavault_jupyter").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, _SPOKEN) and not node.name.startswith("_"):
                if not isinstance(node, ast.ClassDef) and _needs_none(tree, node):
                    continue
                assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"


def _needs_none(tree: ast.Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A function inside another, and a setter or overload, whose property or function speaks."""
    spoken_for = (".setter", "overload")
    if any(ast.unparse(each).endswith(spoken_for) for each in function.decorator_list):
        return True
    return any(
        isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        and function in ast.walk(outer)
        and outer is not function
        for outer in ast.walk(tree)
    )


def test_every_error_has_a_code_of_its_own_and_is_drawn_in_the_tree() -> None:
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.VaultError)
    ]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert errors.__doc__ is not None
    for kind in kinds:
        assert kind.__name__ in errors.__doc__, f"{kind.__name__} is not in the tree"
        assert issubclass(kind, errors.VaultError)


def test_importing_brings_nothing_heavy_and_touches_nothing() -> None:
    code = (
        "import sys\n"
        "import datavault_jupyter\n"
        "heavy = {'duckdb', 'pandas', 'pyarrow', 'sqlalchemy', 'IPython', 'ipywidgets', 'polars',"
        "'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_listing_needs_neither_duckdb_nor_pandas(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import datavault_jupyter as dv\n"
        "repr(dv.Vault(sys.argv[1]))\n"
        "print(sorted({'duckdb', 'pandas', 'pyarrow', 'polars'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "[]"


def test_a_vault_that_is_looked_at_loads_nothing_that_reads_or_edits(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import datavault_jupyter as dv\n"
        "repr(dv.Vault(sys.argv[1]))\n"
        "late = 'imports.readers', 'imports.service', 'lineage.made', 'hub.service', "
        "'pipelines.suite', 'pipelines.fields', 'pipelines.records'\n"
        "print([each for each in late if 'datavault_jupyter.features.' + each in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    module = importlib.import_module("datavault_jupyter")
    assert not hasattr(module, "nothing_of_that_name")
