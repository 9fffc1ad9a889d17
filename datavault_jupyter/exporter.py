"""nbconvert's HTML with our views in it, also where the notebook holds saved widget state.

nbconvert prefers a widget to its still copy whenever the state is in the file, and a widget needs
scripts from the network to appear: on a machine without one the page shows nothing there.
"""

from __future__ import annotations

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

HTML = "text/html"


class VaultHTMLExporter(HTMLExporter):
    """``jupyter nbconvert --to datavault``: the still copy of each view, in one file.

    The same as nbconvert's own HTML in everything else.
    """

    # The name in JupyterLab's menu "Save and Export Notebook As".
    export_from_notebook = "HTML with vault views"

    @property
    def default_config(self) -> Config:
        """Nbconvert's own settings, with ``text/html`` before everything else."""
        made: Config = super().default_config
        priority = self._priority_of(made)
        still = Config({"NbConvertBase": {"display_data_priority": [HTML, *priority]}})
        made.merge(still)
        return made

    @staticmethod
    def _priority_of(config: Config) -> list[str]:
        known = config.get("NbConvertBase", {}).get("display_data_priority", [])
        return [kind for kind in known if kind != HTML]
