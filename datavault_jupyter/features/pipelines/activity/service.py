"""What happened in a pipeline: the log of its tasks, and the verdicts of its reviews."""

from __future__ import annotations

from typing import TypeVar

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import PipelineNotFound
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.activity import queries
from datavault_jupyter.features.pipelines.live.queries import arrived
from datavault_jupyter.features.pipelines.overview.queries import pipeline_key
from datavault_jupyter.features.pipelines.records import NodeType, PipelineRecord
from datavault_jupyter.features.pipelines.tasks.turns import Forms
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

Log = TypeVar("Log", bound=Rows)


class ActivityService:
    """Reads what happened to tasks.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        forms: Published forms.
    """

    def __init__(self, store: Store, policy: Policy, forms: Forms) -> None:
        self._store = store
        self._policy = policy
        self._forms = forms

    def log(self, record: DatasetRecord, kind: type[Log]) -> Log:
        """Who did what when, oldest first: ``at, who, what, task_id, node, note``.

        Args:
            record: The dataset.
            kind: What the rows are given as.

        Raises:
            PipelineNotFound: no pipeline fills the dataset.
        """
        pipeline = self.pipeline(record)
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        cursor = self._store.engine.answering()
        with self._store.catalog.read() as connection, translated():
            raw = queries.events(connection, pipeline.key)
            with arrived(cursor, raw, queries.RAW) as source:
                rows_of(cursor, queries.load(source))
            relation = cursor.sql(queries.everything())
        return kind(relation, cursor, lambda error: error, Origin((pipeline.name,)))

    def verdicts(self, record: DatasetRecord) -> tuple[dict[str, queries.Judged], queries.Reviews]:
        """The first verdict on each task: by contributor, and of all.

        Raises:
            PipelineNotFound: no pipeline fills the dataset.
        """
        pipeline = self.pipeline(record)
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            reviewed: dict[str, str] = {}
            for number in range(1, pipeline.version_number + 1):
                form = self._forms.get(connection, pipeline.key, number)
                reviewed |= {
                    each.name: form.reviewed(each.name).name
                    for each in form.nodes
                    if each.type is NodeType.REVIEW
                }
            found = queries.judged(connection, pipeline.key, reviewed)
            return found, queries.reviews(connection, pipeline.key)

    def pipeline(self, record: DatasetRecord) -> PipelineRecord:
        """The pipeline that fills a dataset.

        Raises:
            PipelineNotFound: none does.
        """
        with self._store.catalog.read() as connection:
            key = pipeline_key(connection, record.key)
            found = pipelines.by_key(connection, key) if key is not None else None
        if found is None:
            raise PipelineNotFound(f"No pipeline fills {record.name!r}.")
        return found
