"""Questions of the work form, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import ClaimLost, NotAllowed
from datavault_jupyter.features.pipelines.wire import (
    GivenAnswer,
    SeenValue,
    WorkArgs,
    WorkChoice,
    WorkClaimArgs,
    WorkClaimed,
    WorkContentArgs,
    WorkEscalateArgs,
    WorkItem,
    WorkItemArgs,
    WorkOutcome,
    WorkPlace,
    WorkPlaces,
    WorkPlacesArgs,
    WorkReviewArgs,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.people.records import Person
    from datavault_jupyter.features.pipelines.fields import Field
    from datavault_jupyter.features.pipelines.records import PipelineRecord
    from datavault_jupyter.features.pipelines.suite import PipelineSuite
    from datavault_jupyter.features.pipelines.tasks.records import WorkRecord

# What one form can have skipped before it has to begin again.
_MOST_SKIPPED = 500
_RETURN = "return"


def _left(due_at: datetime) -> float:
    return (due_at - now()).total_seconds()


class WorkOps:
    """Wire operations on tasks that somebody works on.

    Args:
        suite: The services of pipelines; asked for when the first form is there.
        person: The actor.
    """

    def __init__(self, suite: Callable[[], PipelineSuite], person: Person) -> None:
        self._suite = suite
        self._person = person

    @operation("pipelines.places")
    def places(self, args: WorkPlacesArgs, call: Call) -> WorkPlaces:
        """The pipelines that the asker may work on: what the task page begins with."""
        found, is_member = self._suite().work.places()
        return WorkPlaces(
            self._person.display_name or self._person.identity,
            is_member,
            tuple(
                WorkChoice(
                    each.id, each.name, each.description, each.project, each.status.value, held
                )
                for each, held in found
            ),
        )

    @operation("pipelines.work")
    def work(self, args: WorkArgs, call: Call) -> WorkPlace:
        """A pipeline as whoever works in it sees it; nothing is claimed."""
        pipeline = self._suite().known.get(args.pipeline_id)
        refused, held = "", 0
        try:
            held = len(self._held(pipeline, args.node, args.contributor))
        except NotAllowed as error:
            refused = error.message
        return self._place(pipeline, args.contributor, held, refused)

    @operation("pipelines.claim")
    def claim(self, args: WorkClaimArgs, call: Call) -> WorkClaimed:
        """The next task: one that is held already, else one that is claimed now."""
        work = self._suite().work
        pipeline = self._suite().known.get(args.pipeline_id)
        held = self._held(pipeline, args.node, args.contributor)
        found = held or work.claim(
            pipeline,
            node=args.node or None,
            contributor=args.contributor or None,
            but=args.skipped[:_MOST_SKIPPED],
        )
        place = self._place(pipeline, args.contributor, len(held) or len(found), "")
        return WorkClaimed(place, self._item(pipeline, found[0]) if found else None)

    @operation("pipelines.save")
    def save(self, args: WorkContentArgs, call: Call) -> WorkOutcome:
        """Keep what was filled in so far; what doesn't fit is named, the rest is kept."""
        from datavault_jupyter.features.pipelines.sending import sorted_out

        pipeline, record = self._found(args.pipeline_id, args.work_id, args.contributor)
        fits, problems = sorted_out(record.fields, args.content, is_whole=False)
        due_at = self._suite().work.save(pipeline, args.work_id, fits)
        return WorkOutcome(not problems, problems, _left(due_at))

    @operation("pipelines.submit")
    def submit(self, args: WorkContentArgs, call: Call) -> WorkOutcome:
        """Hand an answer in; where something is missing or doesn't fit, nothing is."""
        from datavault_jupyter.features.pipelines.sending import sorted_out
        from datavault_jupyter.features.pipelines.tasks.handing import Handed

        pipeline, record = self._found(args.pipeline_id, args.work_id, args.contributor)
        fits, problems = sorted_out(record.fields, args.content, is_whole=True)
        if not problems:
            self._suite().work.submit(pipeline, [Handed(args.work_id, fits)])
        return WorkOutcome(not problems, problems)

    @operation("pipelines.review")
    def review(self, args: WorkReviewArgs, call: Call) -> WorkOutcome:
        """Let a task pass, with corrections where need be, or return it with a note."""
        from datavault_jupyter.features.pipelines.sending import sorted_out

        pipeline, record = self._found(args.pipeline_id, args.work_id, args.contributor)
        content = {} if args.verdict == _RETURN else args.content
        fits, problems = sorted_out(record.fields, content, is_whole=False)
        if not problems:
            self._suite().work.review(
                pipeline, args.work_id, args.verdict, note=args.note, changes=fits
            )
        return WorkOutcome(not problems, problems)

    @operation("pipelines.release")
    def release(self, args: WorkItemArgs, call: Call) -> None:
        """Give a claim back, for others to take."""
        self._suite().work.release(self._suite().known.get(args.pipeline_id), args.work_id)

    @operation("pipelines.escalate")
    def escalate(self, args: WorkEscalateArgs, call: Call) -> None:
        """Hand a task to the owners of the pipeline, saying why."""
        pipeline = self._suite().known.get(args.pipeline_id)
        self._suite().work.stop(pipeline, args.work_id, args.note)

    @operation("pipelines.undo")
    def undo(self, args: WorkItemArgs, call: Call) -> WorkItem:
        """Take back an answer that was just handed in, while nobody has gone on from it."""
        pipeline = self._suite().known.get(args.pipeline_id)
        return self._item(pipeline, self._suite().work.undo(pipeline, args.work_id))

    def _held(self, pipeline: PipelineRecord, node: str, contributor: str) -> list[WorkRecord]:
        found = self._suite().work.held(pipeline, contributor=contributor or None)
        return [each for each in found if node in ("", each.node.name)]

    def _found(
        self, pipeline_id: str, work_id: str, contributor: str
    ) -> tuple[PipelineRecord, WorkRecord]:
        pipeline = self._suite().known.get(pipeline_id)
        for each in self._suite().work.held(pipeline, contributor=contributor or None):
            if each.id == work_id:
                return pipeline, each
        raise ClaimLost("The claim has ended.")

    def _place(
        self, pipeline: PipelineRecord, contributor: str, held: int, refused: str
    ) -> WorkPlace:
        return WorkPlace(
            pipeline_id=pipeline.id,
            name=pipeline.name,
            description=pipeline.description,
            project=pipeline.project,
            status=pipeline.status.value,
            contributor=contributor or self._person.identity,
            refused=refused,
            held_count=held,
            counts=self._counts(pipeline),
        )

    def _counts(self, pipeline: PipelineRecord) -> dict[str, int]:
        try:
            return self._suite().known.counts(pipeline)
        except NotAllowed:
            # Who is only named at a node works there, and sees no more of the pipeline.
            return {}

    def _item(self, pipeline: PipelineRecord, record: WorkRecord) -> WorkItem:
        from datavault_jupyter.features.pipelines.records import NodeType
        from datavault_jupyter.features.pipelines.sending import form_field, sent

        fields = {each.name: each for each in record.fields}
        due = record.due_at
        is_review = record.node.type is NodeType.REVIEW
        return WorkItem(
            work_id=record.id,
            task_id=record.task_id,
            node=record.node.name,
            is_review=is_review,
            round=record.round,
            form_number=record.form_number,
            instructions=record.node.instructions,
            fields=tuple(map(form_field, record.fields)),
            seen=tuple(
                SeenValue(form_field(each), sent(each, record.shown[each.name]))
                for each in record.seen
            ),
            answers=self._answers(pipeline, record, fields) if is_review else (),
            draft={
                name: sent(fields[name], value)
                for name, value in record.draft.items()
                if name in fields
            },
            note=record.note,
            left_s=None if due is None else _left(due),
        )

    def _answers(
        self, pipeline: PipelineRecord, record: WorkRecord, fields: dict[str, Field]
    ) -> tuple[GivenAnswer, ...]:
        from datavault_jupyter.features.pipelines.records import AnswerState
        from datavault_jupyter.features.pipelines.sending import sent

        try:
            every = self._suite().minds.answers(pipeline, record.task_id)
        except NotAllowed:
            # Who was only named at the review sees what the answers came to, in `seen`.
            return ()
        made: list[GivenAnswer] = []
        for each in every:
            content: dict[str, Any] = {
                name: sent(fields[name], value)
                for name, value in each.content.items()
                if name in fields
            }
            if each.state is AnswerState.SUBMITTED and content and not each.verdict:
                made.append(GivenAnswer(each.contributor, each.submitted_at, content))
        return tuple(made)
