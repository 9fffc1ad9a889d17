"""What nbconvert shows of a view: always a true table, with saved widget state or without."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter, get_exporter

from datavault_jupyter.exporter import VaultHTMLExporter
from tests.kernel.kernels import PATIENCE_S, own_sockets

CODE = """
import pandas as pd
import datavault_jupyter as dv
vault = dv.Vault({path!r})
frame = pd.DataFrame({{"who": ["Ada Lovelace", "<b>Bob</b>"], "n": [2**53 + 1, 2]}})
ds = vault.import_frame(frame, name="scores")
ds.show(tab="content")
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A notebook run without a front end, whose widget state is kept in it."""
    folder: Path = tmp_path_factory.mktemp("exported")
    code = CODE.format(path=str(folder / "vault"))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    execute(notebook)
    assert notebook.metadata.widgets
    return notebook


def execute(notebook: Any) -> None:
    with own_sockets() as config:
        NotebookClient(
            notebook,
            timeout=PATIENCE_S,
            startup_timeout=PATIENCE_S,
            store_widget_state=True,
            config=config,
        ).execute()


def test_our_exporter_shows_the_table_in_spite_of_saved_state(executed: Any) -> None:
    body, _ = VaultHTMLExporter().from_notebook_node(executed)
    assert "9007199254740993" in body
    assert "&lt;b&gt;Bob" in body


def test_plain_html_shows_the_table_where_no_state_was_saved(executed: Any) -> None:
    without = executed.copy()
    without.metadata = {}
    body, _ = HTMLExporter().from_notebook_node(without)
    assert "9007199254740993" in body


def test_nbconvert_finds_it_by_name() -> None:
    assert get_exporter("datavault") is VaultHTMLExporter


def test_a_saved_view_without_rows_has_none_anywhere(executed: Any) -> None:
    (cell,) = executed.cells
    code = cell.source.replace('tab="content"', 'tab="content", keep_rows=False')
    code = code.replace("ds = vault.import_frame", 'ds = vault["scores"] #')
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    execute(notebook)
    del notebook.cells[0]["source"]
    assert "Ada Lovelace" not in str(notebook)
