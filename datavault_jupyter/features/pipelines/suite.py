"""Everything about pipelines, put together for one actor."""

from __future__ import annotations

from datavault_jupyter.access import Policy
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines.activity.service import ActivityService
from datavault_jupyter.features.pipelines.answers.service import AnswerService
from datavault_jupyter.features.pipelines.building.service import BuildService
from datavault_jupyter.features.pipelines.files.service import FileService
from datavault_jupyter.features.pipelines.freezing import Freezer
from datavault_jupyter.features.pipelines.life import PipelineLife
from datavault_jupyter.features.pipelines.live.watching import WatchService
from datavault_jupyter.features.pipelines.overview.results import ResultService
from datavault_jupyter.features.pipelines.overview.service import OverviewService
from datavault_jupyter.features.pipelines.seeds.looking import SeedLooks
from datavault_jupyter.features.pipelines.service import PipelineService
from datavault_jupyter.features.pipelines.tasks.many.seeding import SeedService
from datavault_jupyter.features.pipelines.tasks.minding import MindService
from datavault_jupyter.features.pipelines.tasks.service import TaskService
from datavault_jupyter.features.pipelines.tasks.turns import Forms
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.features.sql.service import SqlService
from datavault_jupyter.storage.store import Store


class PipelineSuite:
    """The services of pipelines.

    Attributes:
        known: Finding and defining pipelines.
        life: Publishing, activating … deleting them.
        builds: Writing pipelines in a panel.
        work: Claims and answers.
        seeds: New tasks.
        seed_looks: What would become of rows.
        minds: Looking after tasks.
        answers: The single answers as rows.
        files: What fields for files hold.
        activity: What happened to tasks, and the verdicts of reviews.
        freezer: Versions of what was collected.
        overviews: How far a dataset's pipeline is.
        watches: Changes of live datasets.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        projects: ProjectService,
        listing: DatasetService,
        *,
        sql: SqlService,
    ) -> None:
        forms = Forms()
        self.freezer = Freezer(store, policy, person)
        self.watches = WatchService(store, policy, listing)
        self.overviews = OverviewService(store, policy, forms, ResultService(sql, listing))
        self.known = PipelineService(
            store, policy, person, projects=projects, listing=listing, forms=forms
        )
        self.life = PipelineLife(
            store,
            policy,
            person,
            pipelines=self.known,
            listing=listing,
            forms=forms,
            freezer=self.freezer,
        )
        self.builds = BuildService(
            store, policy, known=self.known, life=self.life, projects=projects
        )
        self.work = TaskService(store, policy, person, forms)
        self.seeds = SeedService(store, policy, forms)
        self.seed_looks = SeedLooks(store, policy, self.known)
        self.minds = MindService(store, policy, forms)
        self.answers = AnswerService(store, policy)
        self.files = FileService(store, policy, person)
        self.activity = ActivityService(store, policy, forms)
