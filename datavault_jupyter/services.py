"""The services of one open vault, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from datavault_jupyter.access import Identity, Policy
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.doctor.service import DoctorService
from datavault_jupyter.features.lifecycle.service import LifecycleService
from datavault_jupyter.features.notebooks.service import NotebookService
from datavault_jupyter.features.people.roles import CatalogRoles, meet
from datavault_jupyter.features.people.service import PeopleService
from datavault_jupyter.features.projects.moving import MoveService
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.features.settings.service import SettingsService
from datavault_jupyter.features.sql.service import SqlService
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.service import EvaluationService
    from datavault_jupyter.features.analytics.sections.service import SectionService
    from datavault_jupyter.features.content.service import ContentService
    from datavault_jupyter.features.datasets.live import LiveRows
    from datavault_jupyter.features.exports.suite import ExportSuite
    from datavault_jupyter.features.hub.service import HubService
    from datavault_jupyter.features.imports.service import ImportService
    from datavault_jupyter.features.lineage.cloning import CloneService
    from datavault_jupyter.features.lineage.comparing.service import CompareService
    from datavault_jupyter.features.lineage.drafts import DraftService
    from datavault_jupyter.features.lineage.service import LineageService
    from datavault_jupyter.features.pipelines.suite import PipelineSuite
    from datavault_jupyter.features.sharing.service import SharingService
    from datavault_jupyter.features.sqlpane.results import Results
    from datavault_jupyter.features.sqlpane.service import SqlPaneService
    from datavault_jupyter.features.studio.boards.drawer import BoardDrawer
    from datavault_jupyter.features.studio.boards.service import BoardKeeper
    from datavault_jupyter.features.studio.keeping.service import ChartKeeper
    from datavault_jupyter.features.studio.service import StudioService
    from datavault_jupyter.protocol.operations import Operation


class Services:
    """Every use case of a vault, for one actor."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self.store = store
        person = meet(store, identity)
        self.person = person
        self.roles = CatalogRoles(store, person)
        self.policy = Policy(self.roles)
        self.people = PeopleService(store, self.policy)
        self.projects = ProjectService(store, self.policy, person)
        self.datasets = DatasetService(store, self.policy, self._live)
        self.moves = MoveService(store, self.policy, self.datasets, self.projects)
        self.sql = SqlService(store, self.policy, self.datasets)
        self.lifecycle = LifecycleService(store, self.policy)
        self.doctor = DoctorService(store, self.policy)
        self.settings = SettingsService(store, self.policy)
        self.notebooks = NotebookService(store, self.policy)
        # Rows that Python gave a panel, by the key the panel names them by.
        self.given_rows: dict[str, object] = {}

    def _live(self) -> LiveRows:
        from datavault_jupyter.features.pipelines.live.tables import LiveTables

        return LiveTables.of(self.store)

    @cached_property
    def imports(self) -> ImportService:
        """Made on first use: reading files needs modules that a listing doesn't."""
        from datavault_jupyter.features.imports.service import ImportService

        return ImportService(self.store, self.policy, self.person, self.datasets)

    @cached_property
    def hub(self) -> HubService:
        """Made when the Hub is first named; its client comes with the first question to it."""
        from datavault_jupyter.features.hub.service import HubService

        return HubService(self.store, self.policy, self.imports)

    @cached_property
    def lineage(self) -> LineageService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.lineage.service import LineageService

        return LineageService(self.store, self.policy, self.person, self.datasets)

    @cached_property
    def clones(self) -> CloneService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.lineage.cloning import CloneService

        return CloneService(self.store, self.policy, self.person, self.datasets, self.lineage)

    @cached_property
    def drafts(self) -> DraftService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.lineage.drafts import DraftService

        return DraftService(self.store, self.policy, self.person, self.datasets, self.lineage)

    @cached_property
    def comparing(self) -> CompareService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.lineage.comparing.service import CompareService

        return CompareService(self.store, self.policy, self.datasets)

    @cached_property
    def exports(self) -> ExportSuite:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.exports.suite import ExportSuite

        return ExportSuite(self.store, self.policy, self.person, self.datasets)

    @cached_property
    def sharing(self) -> SharingService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.sharing.service import SharingService

        return SharingService(
            self.store,
            self.policy,
            self.person,
            self.datasets,
            shares_imported=lambda: self.settings.share_imported,
        )

    @cached_property
    def pipelines(self) -> PipelineSuite:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.pipelines.suite import PipelineSuite

        return PipelineSuite(
            self.store, self.policy, self.person, self.projects, self.datasets, sql=self.sql
        )

    @cached_property
    def evaluation(self) -> EvaluationService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.analytics.evaluation.service import EvaluationService

        return EvaluationService(self.store, self.policy, self.datasets)

    @cached_property
    def sections(self) -> SectionService:
        """Made when somebody looks at agreement, comparison or contributors: it needs numpy."""
        from datavault_jupyter.features.analytics.sections.service import SectionService

        return SectionService(
            self.store,
            self.policy,
            self.datasets,
            sources=self.evaluation.sources,
            activity=self.pipelines.activity,
        )

    @cached_property
    def studio(self) -> StudioService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.studio.service import StudioService

        return StudioService(self.store, self.policy, self.shown)

    @cached_property
    def results(self) -> Results:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.sqlpane.results import Results

        return Results(self.store.engine)

    @cached_property
    def shown(self) -> DatasetService:
        """Datasets, and the results of queries beside them."""
        from datavault_jupyter.features.sqlpane.shown import ShownDatasets

        return ShownDatasets(self.store, self.policy, self._live, self.results)

    @cached_property
    def sqlpane(self) -> SqlPaneService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.sqlpane.service import SqlPaneService

        return SqlPaneService(
            self.store, self.policy, self.datasets, sql=self.sql, results=self.results
        )

    @cached_property
    def charts(self) -> ChartKeeper:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.studio.keeping.service import ChartKeeper

        return ChartKeeper(self.store, self.policy, self.person)

    @cached_property
    def boards(self) -> BoardKeeper:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.studio.boards.service import BoardKeeper

        return BoardKeeper(self.store, self.policy, self.person)

    @cached_property
    def board_drawer(self) -> BoardDrawer:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.studio.boards.drawer import BoardDrawer

        lineage = self.lineage
        versions = (
            lambda record, number: lineage.at(record, lineage.find(record, number)),
            lambda record: lineage.head(record).number,
        )
        return BoardDrawer(self.policy, self.datasets, self.studio, self.charts, versions)

    @cached_property
    def content(self) -> ContentService:
        """Made on first use, as `imports` is."""
        from datavault_jupyter.features.content.service import ContentService

        return ContentService(
            self.store,
            self.policy,
            self.shown,
            imports=lambda: self.imports,
            projects=self.projects,
        )

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Everything a view may ask, by name."""
        from datavault_jupyter.wiring import operations_for

        return operations_for(self)
