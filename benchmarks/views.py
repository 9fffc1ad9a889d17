"""Our view and its peers in a real JupyterLab, by the harness that lies beside the repository.

``python -m benchmarks.views`` measures first rows, jump, sort and filter at 1e5, 1e6 and 1e7 rows,
in one run with the limit (a bare widget over DuckDB), quak, Perspective and pandas.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HARNESS = Path(os.environ.get("DATAVAULT_BENCH", ROOT.parent / "shared" / "bench"))
PEERS = "limit,datavault,quak,perspective,pandas"
VENVS = ("base", "quak", "perspective", "datavault")
ROWS = "100000,1000000,10000000"


def adapter(base: Any) -> Any:
    """Our adapter, made from the harness's base class."""

    class Datavault(base):  # type: ignore[misc]
        """Rows of a vault's dataset in its Content tab."""

        name = venv = "datavault"
        pip = (str(ROOT),)
        cells = ".dv [role=gridcell]"
        scroller = "document.querySelector('.dv [role=grid]')"
        notes = "rows in Parquet inside a vault; the view has every feature on"

        def imports(self) -> str:
            # As the limit and quak do: importing widgets and engine is a figure of its own.
            imported = "import tempfile, duckdb, anywidget, datavault_jupyter as dv"
            return f"{imported}\nvault = dv.Vault(tempfile.mkdtemp())"

        def load(self, exp: dict[str, Any]) -> str:
            return f"ds = vault.import_file({exp['parquet']!r}, name='t'); None"

        def view(self, _exp: dict[str, Any]) -> str:
            return "view = dv.DatasetView(ds, tab='content'); view"

        def jump(self, b: Any, exp: dict[str, Any]) -> tuple[float, str]:
            middle = (
                f"const e = {self.scroller}; e.scrollTop = (e.scrollHeight - e.clientHeight) / 2"
            )
            near = self.spec(lo=exp["mid_lo"], hi=exp["mid_hi"])
            return b.js(middle, near), "scrollTop to the middle"

        def sort(self, b: Any, exp: dict[str, Any]) -> tuple[float, str]:
            told = f"view.view = {{'sorts': [{{'column': {exp['sort_column']!r}}}]}}"
            return b.exec(told, self.spec(ids=exp["sort"])), "Python call"

        def filter(self, b: Any, exp: dict[str, Any]) -> tuple[float, str]:
            told = (
                "view.view = {**view.view, 'filters': "
                f"{{'op': 'eq', 'column': 'category', 'values': [{exp['category']!r}]}}}}"
            )
            return b.exec(told, self.filtered(exp)), "Python call"

    return Datavault


def prepare(envs: Any) -> None:
    """Make the environments; ours gets the package as it is in this folder."""
    envs.ENVS["datavault"] = ["anywidget"]
    from paths import venv_python  # type: ignore[import-not-found] # the harness's

    missing = [name for name in VENVS if not venv_python(name).exists()]
    if missing:
        sys.argv = ["envs", *missing]
        envs.main()
    pip = [str(venv_python("datavault")), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, str(ROOT)], check=True)
    # Again without what it needs: the version is the same, the code may not be.
    subprocess.run([*pip, "--no-deps", "--force-reinstall", str(ROOT)], check=True)


def main() -> None:
    """Prepare, register our adapter, and hand over to the harness with its own options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.views", description=__doc__)
    parser.add_argument("--peers", default=PEERS)
    parser.add_argument("--rows", default=ROWS)
    asked, rest = parser.parse_known_args()
    if not HARNESS.is_dir():
        raise SystemExit(f"There is no harness in {HARNESS}: name it in $DATAVAULT_BENCH.")
    sys.path.insert(0, str(HARNESS))
    import adapters  # type: ignore[import-not-found] # the harness's
    import envs  # type: ignore[import-not-found] # the harness's
    import run  # type: ignore[import-not-found] # the harness's

    prepare(envs)
    adapters.ADAPTERS["datavault"] = adapter(adapters.Adapter)
    sys.argv = ["views", "--peers", asked.peers, "--rows", asked.rows, *rest]
    run.main()


if __name__ == "__main__":
    main()
