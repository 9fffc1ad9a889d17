"""The overview of the pipeline behind a dataset."""

from __future__ import annotations

from collections.abc import Mapping

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import PipelineNotFound
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.overview import queries
from datavault_jupyter.features.pipelines.overview.results import ResultService
from datavault_jupyter.features.pipelines.overview.wire import (
    ContributorFacts,
    FieldFacts,
    PipelineOverview,
    TaskCount,
)
from datavault_jupyter.features.pipelines.overview.words import kind_of, words_of
from datavault_jupyter.features.pipelines.records import (
    ContributorKind,
    NodeType,
    PipelineRecord,
    TaskStatus,
)
from datavault_jupyter.features.pipelines.tasks.turns import Forms
from datavault_jupyter.storage.store import Store

MOST_CONTRIBUTORS = 20
REVIEW = "review"
# In the order in which a task goes, what is done first.
_ORDER = (
    TaskStatus.FINISHED, TaskStatus.IN_PROGRESS, TaskStatus.PAUSED, TaskStatus.PENDING,
    TaskStatus.ESCALATED, TaskStatus.QUARANTINED, TaskStatus.FAILED,
)  # fmt: skip


class OverviewService:
    """How far a pipeline is, and who works in it.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        forms: Published forms.
        summing: Sums up what finished tasks have come to.
    """

    def __init__(self, store: Store, policy: Policy, forms: Forms, summing: ResultService) -> None:
        self._store = store
        self._policy = policy
        self._forms = forms
        self._summing = summing

    def of(self, record: DatasetRecord) -> PipelineOverview:
        """The pipeline of a dataset.

        Raises:
            PipelineNotFound: no pipeline fills it, or it was deleted.
        """
        pipeline = self._pipeline(record)
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            # A dataset is made on activation, and that publishes a form.
            definition = self._forms.get(connection, pipeline.key, pipeline.version_number)
            published_at = queries.published_at(connection, pipeline.key, pipeline.version_number)
            counts = pipelines.status_counts(connection, pipeline.key)
            reviews = [each.name for each in definition.nodes if each.type is NodeType.REVIEW]
            reviewed = queries.review_count(connection, pipeline.key, reviews) if reviews else 0
            done = queries.contributors(connection, pipeline.key)
            persons = [each.name for each in done if each.kind is ContributorKind.PERSON]
            names = people.display_names(connection, persons[:MOST_CONTRIBUTORS])
        return PipelineOverview(
            pipeline_id=pipeline.id,
            name=pipeline.name,
            status=pipeline.status.value,
            form_number=pipeline.version_number,
            answers_each=max((each.overlap for each in definition.nodes), default=1),
            published_at=published_at,
            task_count=sum(counts.values()),
            finished_count=counts.get(TaskStatus.FINISHED.value, 0),
            counts=states(counts, reviewed),
            answer_count=sum(each.answer_count for each in done),
            contributors=tuple(
                ContributorFacts(
                    names.get(each.name, each.name), each.kind.value, each.answer_count,
                    each.active_at,
                )
                for each in done[:MOST_CONTRIBUTORS]
            ),
            contributor_count=len(done),
            fields=_fields(definition),
            vault_id=self._store.id,
            may_edit=self._policy.allows(Action.PIPELINE_EDIT, pipeline.place),
            named_count=len(pipeline.settings.get("people", ())),
        )  # fmt: skip

    def results(self, record: DatasetRecord) -> dict[str, str]:
        """What the finished tasks of a dataset have come to, by field, in few words.

        Raises:
            PipelineNotFound: no pipeline fills it, or it was deleted.
        """
        pipeline = self._pipeline(record)
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            definition = self._forms.get(connection, pipeline.key, pipeline.version_number)
        return self._summing.of(record, definition.fields)

    def _pipeline(self, record: DatasetRecord) -> PipelineRecord:
        with self._store.catalog.read() as connection:
            key = queries.pipeline_key(connection, record.key)
            found = pipelines.by_key(connection, key) if key is not None else None
        if found is None:
            raise PipelineNotFound(f"No pipeline fills {record.name!r}.")
        return found


def states(counts: Mapping[str, int], reviewed: int) -> tuple[TaskCount, ...]:
    """Tasks by state, those that wait for a review apart from others in progress.

    >>> [(each.word, each.count) for each in states({"in_progress": 3, "finished": 1}, 2)]
    [('Finished', 1), ('In review', 2), ('In progress', 1)]
    """
    made = []
    for status in _ORDER:
        number = counts.get(status.value, 0)
        if status is TaskStatus.IN_PROGRESS:
            made.append(TaskCount(REVIEW, "In review", min(reviewed, number)))
            number -= min(reviewed, number)
        made.append(TaskCount(status.value, status.label, number))
    return tuple(each for each in made if each.count)


def _fields(definition: Definition) -> tuple[FieldFacts, ...]:
    found: dict[str, FieldFacts] = {}
    for node in definition.nodes:
        for field in node.fields:
            found.setdefault(
                field.name,
                FieldFacts(
                    name=field.name,
                    type=field.type.label,
                    kind=kind_of(field),
                    words=words_of(field),
                    node=node.name,
                    is_asked=field.is_asked,
                    is_optional=field.is_optional,
                ),
            )
    return tuple(found.values())
