"""A vault for datasets inside Jupyter.

>>> import datavault_jupyter as dv
>>> vault = dv.Vault(folder)
>>> vault["penguins"].row_count
3
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from datavault_jupyter.display import live

__version__ = "0.1.0"

if TYPE_CHECKING:
    from datavault_jupyter import evaluators
    from datavault_jupyter.access.roles import DatasetRole, OrgRole, ProjectRole
    from datavault_jupyter.analytics import (
        agreement,
        comparison,
        group_comparison,
        rank_comparison,
    )
    from datavault_jupyter.base.errors import VaultError
    from datavault_jupyter.chart import Chart
    from datavault_jupyter.dashboard import Dashboard
    from datavault_jupyter.dataset import Dataset, DatasetList
    from datavault_jupyter.export import Export
    from datavault_jupyter.features.datasets.records import (
        DatasetKind,
        DatasetSource,
        DatasetStatus,
    )
    from datavault_jupyter.features.imports.records import Preview
    from datavault_jupyter.features.imports.reports import ImportReport
    from datavault_jupyter.features.pipelines.fields import Field
    from datavault_jupyter.features.pipelines.nodes import End, Gate, Review, Start, Subtask
    from datavault_jupyter.features.pipelines.records import PipelineStatus, TaskStatus
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.studio.drawing.theme import chart_theme
    from datavault_jupyter.features.studio.spec import Channel
    from datavault_jupyter.features.versions.records import Version, VersionState
    from datavault_jupyter.pipeline import Pipeline
    from datavault_jupyter.running_import import RunningImport
    from datavault_jupyter.share import Share
    from datavault_jupyter.vault import Vault
    from datavault_jupyter.widgets.dashboard_view import DashboardView
    from datavault_jupyter.widgets.dataset_view import DatasetView
    from datavault_jupyter.widgets.hub_panel import HubPanel
    from datavault_jupyter.widgets.import_panel import ImportPanel
    from datavault_jupyter.widgets.listing import Listing
    from datavault_jupyter.widgets.people_panel import PeoplePanel
    from datavault_jupyter.widgets.pipeline_builder import PipelineBuilder
    from datavault_jupyter.widgets.seed_panel import SeedPanel
    from datavault_jupyter.widgets.share_panel import SharePanel
    from datavault_jupyter.widgets.studio import Studio
    from datavault_jupyter.widgets.work_form import WorkForm
    from datavault_jupyter.work import Work

# Loaded when first asked for: importing the package reads nothing, and takes no time.
_HOMES = {
    "Channel": "features.studio.spec",
    "Chart": "chart",
    "Dashboard": "dashboard",
    "DashboardView": "widgets.dashboard_view",
    "Dataset": "dataset",
    "DatasetKind": "features.datasets.records",
    "DatasetList": "dataset",
    "DatasetRole": "access.roles",
    "DatasetSource": "features.datasets.records",
    "DatasetStatus": "features.datasets.records",
    "DatasetView": "widgets.dataset_view",
    "End": "features.pipelines.nodes",
    "Export": "export",
    "Field": "features.pipelines.fields",
    "Gate": "features.pipelines.nodes",
    "HubPanel": "widgets.hub_panel",
    "ImportPanel": "widgets.import_panel",
    "ImportReport": "features.imports.reports",
    "Listing": "widgets.listing",
    "OrgRole": "access.roles",
    "PeoplePanel": "widgets.people_panel",
    "Pipeline": "pipeline",
    "PipelineBuilder": "widgets.pipeline_builder",
    "PipelineStatus": "features.pipelines.records",
    "Preview": "features.imports.records",
    "ProjectRole": "access.roles",
    "Review": "features.pipelines.nodes",
    "Rows": "features.sql.rows",
    "RunningImport": "running_import",
    "SeedPanel": "widgets.seed_panel",
    "Share": "share",
    "SharePanel": "widgets.share_panel",
    "Start": "features.pipelines.nodes",
    "Studio": "widgets.studio",
    "Subtask": "features.pipelines.nodes",
    "TaskStatus": "features.pipelines.records",
    "Vault": "vault",
    "VaultError": "base.errors",
    "Version": "features.versions.records",
    "VersionState": "features.versions.records",
    "Work": "work",
    "WorkForm": "widgets.work_form",
    "agreement": "analytics",
    "chart_theme": "features.studio.drawing.theme",
    "comparison": "analytics",
    "errors": "base.errors",
    "evaluators": "evaluators",
    "group_comparison": "analytics",
    "rank_comparison": "analytics",
}

# Modules that are public themselves.
_MODULES = ("errors", "evaluators")

__all__ = [
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


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    module = importlib.import_module(f"{__name__}.{home}")
    return module if name in _MODULES else getattr(module, name)


def _maker(name: str) -> Any:
    """Make a view by its public name; loaded when the first one is made."""

    def make(shown: object, **options: Any) -> Any:
        return __getattr__(name)(shown, **options)

    return make


def _versions(shown: Any, **options: Any) -> Any:
    """Make the view of a dataset's versions, opened at their tab."""
    dataset = __getattr__("Dataset")(shown._services, shown._record)  # noqa: SLF001
    return __getattr__("DatasetView")(dataset, tab="versions", **options)


def _editor(shown: object, **options: Any) -> Any:
    """Make the button that opens the Studio in the place of a chart."""
    from datavault_jupyter.widgets.studio import ChartEditor

    return ChartEditor(shown, **options)  # type: ignore[arg-type]


live.plug("edit", _editor)
live.plug("listing", _maker("Listing"))
live.plug("dashboard", _maker("DashboardView"))
live.plug("dataset", _maker("DatasetView"))
live.plug("versions", _versions)
live.plug("import", _maker("ImportPanel"))
live.plug("hub", _maker("HubPanel"))
live.plug("work", _maker("WorkForm"))
live.plug("build", _maker("PipelineBuilder"))
live.plug("share", _maker("SharePanel"))
live.plug("studio", _maker("Studio"))
live.plug("seed", _maker("SeedPanel"))


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Say what Jupyter's server is to load; `jupyter-config` enables it with the install."""
    from datavault_jupyter.protocol.operations import table_of
    from datavault_jupyter.server.app import DataVault
    from datavault_jupyter.widgets.ops import ViewOps

    DataVault.code = table_of([ViewOps()])
    return [{"module": "datavault_jupyter.server.app", "app": DataVault}]


def load_ipython_extension(shell: Any) -> None:
    """Make ``%vault`` known: what ``%load_ext datavault_jupyter`` calls."""
    from datavault_jupyter.magics import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take ``%vault`` back: what ``%unload_ext datavault_jupyter`` calls."""
    from datavault_jupyter.magics import unload

    unload(shell)
