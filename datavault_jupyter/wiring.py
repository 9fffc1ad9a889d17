"""Which service answers which question of a view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.analytics.ops import EvaluationOps
from datavault_jupyter.features.analytics.sections.ops import SectionOps
from datavault_jupyter.features.content.ops import ContentOps
from datavault_jupyter.features.datasets.detail import DetailService
from datavault_jupyter.features.datasets.detail_ops import DetailOps
from datavault_jupyter.features.datasets.ops import DatasetOps
from datavault_jupyter.features.exports.ops import ExportOps
from datavault_jupyter.features.hub.ops import HubOps
from datavault_jupyter.features.imports.ops import ImportOps
from datavault_jupyter.features.lifecycle.actions import RowJudge
from datavault_jupyter.features.lifecycle.ops import LifecycleOps
from datavault_jupyter.features.lineage.looking import LookService
from datavault_jupyter.features.lineage.ops import LineageOps
from datavault_jupyter.features.notebooks.ops import NotebookOps
from datavault_jupyter.features.people.ops import PeopleOps
from datavault_jupyter.features.pipelines.building.ops import BuildOps
from datavault_jupyter.features.pipelines.files.ops import FileOps
from datavault_jupyter.features.pipelines.ops import WorkOps
from datavault_jupyter.features.pipelines.overview.ops import OverviewOps
from datavault_jupyter.features.pipelines.seeds.ops import SeedOps
from datavault_jupyter.features.preferences.ops import PreferenceOps
from datavault_jupyter.features.preferences.service import PreferenceService
from datavault_jupyter.features.projects.ops import ProjectOps
from datavault_jupyter.features.sharing.ops import SharingOps
from datavault_jupyter.features.sqlpane.ops import SqlPaneOps
from datavault_jupyter.features.studio.boards.ops import BoardOps
from datavault_jupyter.features.studio.ops import StudioOps
from datavault_jupyter.protocol.operations import Operation, table_of

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.seeds.wire import SeedSource
    from datavault_jupyter.services import Services


def operations_for(services: Services) -> Mapping[str, Operation]:
    """Every operation, bound to the services of one vault and actor."""
    store, policy, datasets = services.store, services.policy, services.datasets

    def judge() -> RowJudge:
        # Roles can change while a view is open.
        return RowJudge(services.roles, lambda: services.settings.share_imported)

    def read(source: SeedSource) -> tuple[Iterable[Mapping[str, Any]], int | None]:
        from datavault_jupyter import seeding

        return seeding.read(services, source)

    detail = DetailService(store, policy, datasets)
    return table_of(
        [
            DatasetOps(datasets, judge),
            DetailOps(detail, datasets, lambda: judge().refused),
            LifecycleOps(services.lifecycle, datasets, judge),
            PeopleOps(services.people, policy, services.person),
            ProjectOps(services.projects, policy, datasets, services.moves),
            PreferenceOps(PreferenceService(store, policy, services.person)),
            ContentOps(services.content),
            NotebookOps(services.notebooks, datasets),
            ImportOps(services.imports, services.projects),
            HubOps(lambda: services.hub, services.projects),
            LineageOps(
                services.lineage,
                services.comparing,
                LookService(store, policy, datasets, services.sql, services.lineage.uses),
                datasets,
            ),
            ExportOps(lambda: services.exports, datasets),
            StudioOps(lambda: services.studio, lambda: services.charts, services.shown, policy),
            BoardOps(lambda: services.boards, lambda: services.board_drawer, datasets, policy),
            SharingOps(lambda: services.sharing, datasets),
            SqlPaneOps(lambda: services.sqlpane, datasets),
            EvaluationOps(lambda: services.evaluation, datasets),
            SectionOps(lambda: services.sections, datasets),
            OverviewOps(lambda: services.pipelines.overviews, datasets),
            WorkOps(lambda: services.pipelines, services.person),
            FileOps(lambda: services.pipelines),
            SeedOps(lambda: services.pipelines, read),
            BuildOps(lambda: services.pipelines),
        ]
    )
