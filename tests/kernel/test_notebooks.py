"""Whole notebooks, executed by the tools that teams schedule them with."""

from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from papermill.exceptions import PapermillExecutionError

from tests.kernel.kernels import PATIENCE_S, own_sockets

FIRST = (
    "import os\n"
    "os.environ['DATAVAULT_HOME'] = os.path.abspath('home-of-notebooks')\n"
    "%load_ext datavault_jupyter"
)


def written(path: Path, *cells: str) -> Path:
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python",
        "language": "python",
    }
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in (FIRST, *cells)]
    notebook.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)
    return path


def executed(notebook: nbformat.NotebookNode, folder: Path) -> None:
    with own_sockets() as config:
        NotebookClient(
            notebook,
            timeout=PATIENCE_S,
            startup_timeout=PATIENCE_S,
            resources={"metadata": {"path": str(folder)}},
            config=config,
        ).execute()


def papered(path: Path, folder: Path, **parameters: object) -> nbformat.NotebookNode:
    with own_sockets() as config:
        return papermill.execute_notebook(
            str(path),
            str(folder / "out.ipynb"),
            parameters,
            cwd=str(folder),
            progress_bar=False,
            start_timeout=PATIENCE_S,
            config=config,
        )


@pytest.mark.parametrize("last", ["%vault show nothing", "x = %vault show nothing"])
def test_a_failing_magic_fails_the_run(folder: Path, last: str) -> None:
    path = written(folder / "fails.ipynb", last, "print('never')")
    notebook = nbformat.read(path, as_version=4)
    with pytest.raises(CellExecutionError, match="There is no dataset 'nothing'"):
        executed(notebook, folder)
    (error,) = notebook.cells[1].outputs
    assert (error.output_type, error.ename) == ("error", "UsageError")
    assert notebook.cells[2].outputs == []


def test_papermill_runs_magics_with_parameters(folder: Path) -> None:
    path = written(
        folder / "good.ipynb",
        "low = 100",
        # What takes longer than a moment has a bar: on a slow machine an import of three rows, too.
        "import datavault_jupyter.progress\ndatavault_jupyter.progress._MOMENT_S = 600",
        "%vault import reviews.csv --name scheduled",
        "%%vault sql\nSELECT count(*) AS n FROM scheduled WHERE id > $low",
        "%vault show scheduled",
    )
    made = papered(path, folder, low=1)
    outputs = [cell.outputs for cell in made.cells if cell.cell_type == "code"]
    assert "2" in outputs[-2][0]["data"]["text/plain"]
    assert "text/html" in outputs[-1][0]["data"]
    assert not [each for cell in outputs for each in cell if each.output_type == "error"]
    saved = (folder / "out.ipynb").read_text()
    # No progress bar as a widget: its state would be all that is left of it.
    assert "ProgressModel" not in saved


def test_papermill_fails_with_the_magic(folder: Path) -> None:
    path = written(folder / "bad.ipynb", "low = 1", "%vault show nothing", "print('never')")
    with pytest.raises(PapermillExecutionError, match="There is no dataset 'nothing'"):
        papered(path, folder)


@pytest.mark.timeout(900)
def test_the_tutorial_on_pipelines_runs_twice(folder: Path) -> None:
    """From the questions to the version; the second run tidies up what the first one left."""
    path = Path(__file__).parents[2] / "notebooks" / "pipelines.ipynb"
    for _ in range(2):
        notebook = nbformat.read(path, as_version=4)
        first = "import os\nos.environ['DATAVAULT_HOME'] = os.path.abspath('home-of-pipelines')"
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
        executed(notebook, folder)
        texts = [
            output.data.get("text/plain", "")
            for cell in notebook.cells
            for output in cell.get("outputs", [])
            if "data" in output
        ]
        assert any("10 done" in text for text in texts)
        assert any("model-a" in text and "3.2" in text and "3.6" in text for text in texts), texts
