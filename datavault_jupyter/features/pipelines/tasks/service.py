"""Working on tasks: use cases of contributors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.checking import require_between, require_text
from datavault_jupyter.base.errors import BadArgument, ClaimLost, NotAllowed, Refused
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.moves import TaskEvent, Who
from datavault_jupyter.features.pipelines.records import (
    AnswerRecord,
    AnswerState,
    Contributor,
    ContributorKind,
    PipelineRecord,
    PipelineStatus,
    TaskRecord,
)
from datavault_jupyter.features.pipelines.tasks import claims, handing, queries
from datavault_jupyter.features.pipelines.tasks.forms import asked, checked
from datavault_jupyter.features.pipelines.tasks.handing import Handed
from datavault_jupyter.features.pipelines.tasks.permission import may_work, require_work
from datavault_jupyter.features.pipelines.tasks.records import WorkRecord
from datavault_jupyter.features.pipelines.tasks.turns import Forms, Turn, look, turn
from datavault_jupyter.storage.store import Store

MOST_AT_ONCE = 1000


class TaskService:
    """Claim, save, submit, review, escalate.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        forms: Published forms.
    """

    def __init__(self, store: Store, policy: Policy, person: Person, forms: Forms) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._forms = forms

    def places(self) -> tuple[list[tuple[PipelineRecord, int]], bool]:
        """Where the actor may work, and how many tasks they hold there; whether they see the vault.

        Raises:
            NotAllowed: they have no role in the vault, and are named at no node.
        """
        is_known = self._policy.org_role() is not None
        try:
            self._policy.visibility()
            is_member = True
        except NotAllowed:
            is_member = False
        with self._store.catalog.read() as connection:
            held = queries.held_counts(connection, self._person.identity)
            found = [
                (each, held.get(each.key, 0))
                for each in pipelines.begun(connection)
                if may_work(self._policy, self._person, each)
            ]
        if not (found or is_known or is_member):
            raise NotAllowed(
                f"{self._person.identity} has no role here.",
                hint="Ask whoever looks after the pipeline to name you there.",
            )
        return found, is_member

    def claim(
        self,
        pipeline: PipelineRecord,
        *,
        node: str | None = None,
        limit: int = 1,
        contributor: str | None = None,
        kind: ContributorKind = ContributorKind.PERSON,
        but: Sequence[str] = (),
    ) -> list[WorkRecord]:
        """Take up to so many tasks, for nobody else to take; an empty list when there are none.

        Tasks whose ids are in `but` are left out: somebody skipped them.

        Raises:
            NotAllowed: the actor may not work here, or not in another's name.
            Refused: the pipeline isn't active, the node is for others, or the contributor holds
                as many as one may.
        """
        require_work(self._policy, self._person, pipeline, contributor)
        require_between(limit, 1, MOST_AT_ONCE, "limit")
        with self._working(pipeline) as at:
            who = self._contributor(at, contributor, kind)
            return claims.claim(at, self._store, who, name=node, wanted=limit, but=but)

    def held(self, pipeline: PipelineRecord, *, contributor: str | None = None) -> list[WorkRecord]:
        """What a contributor has claimed and not handed in."""
        require_work(self._policy, self._person, pipeline, contributor)
        name = self._named(contributor)
        with look(self._store, self._forms, pipeline.key, self._policy.actor_name) as at:
            who = queries.known_contributor(at.connection, name)
            if who is None:
                return []
            _require_kind(who, ContributorKind.PERSON)
            found = queries.held(at.connection, pipeline.key, who.key)
            tasks = queries.tasks_by_keys(at.connection, [each.task_key for each in found])
            earlier = queries.answers_of_tasks(at.connection, tasks)
            made = []
            for each in found:
                task = tasks[each.task_key]
                node = at.definition(task).node(each.node)
                before = [other for other in earlier[task.key] if other.key != each.key]
                claim = claims.Claim(each.id, who.name, each.due_at)
                work = claims.work_of(at, task, node, claim, before)
                made.append(handing.with_draft(work, each))
            return made

    def save(self, pipeline: PipelineRecord, work_id: str, content: Mapping[str, Any]) -> datetime:
        """Keep what was filled in so far; what doesn't fit is refused, what lacks isn't.

        Whoever saves is at work: the claim's time begins anew. Gives when it is over.

        Raises:
            BadAnswer: a value doesn't fit its field.
            ClaimLost: it is no longer with who claimed it.
        """
        require_work(self._policy, self._person, pipeline)
        with self._working(pipeline) as at:
            held, task = self._held(at, work_id)
            fields = asked(handing.form_of(at, task, held.node))
            made = checked(fields, content, is_whole=False)
            node = at.definition(task).node(held.node)
            due_at = claims.due_from(at.moment, node)
            queries.update_answers(
                at.connection,
                [{"key": held.key, "content": queries.dumped(made), "due_at": due_at}],
            )
            return due_at

    def submit(self, pipeline: PipelineRecord, handed: Sequence[Handed]) -> list[str]:
        """Hand in answers of subtasks, all of them or none; the ids of their tasks.

        Raises:
            BadAnswer: a value is missing or doesn't fit.
            ClaimLost: a claim is no longer with who made it.
        """
        require_work(self._policy, self._person, pipeline)
        with self._working(pipeline) as at:
            found = self._all_held(at, [each.work_id for each in handed])
            handing.submit(at, list(zip(handed, found, strict=True)))
            return [held.task_id for held, _ in found]

    def review(
        self,
        pipeline: PipelineRecord,
        work_id: str,
        verdict: str,
        *,
        note: str = "",
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        """Let a task pass, with corrections where need be, or return it with a note.

        Raises:
            BadArgument: the verdict isn't ``pass`` or ``return``, or a return lacks its note.
            ClaimLost: the claim is no longer with who made it.
        """
        require_work(self._policy, self._person, pipeline)
        with self._working(pipeline) as at:
            held, task = self._held(at, work_id)
            handing.review(at, held, task, verdict, note=note, changes=changes or {})

    def release(self, pipeline: PipelineRecord, work_id: str) -> None:
        """Give a claim back; its draft stays with the contributor."""
        require_work(self._policy, self._person, pipeline)
        with self._turn(pipeline, lambda _: None) as at:
            held, _ = self._held(at, work_id)
            claims.release(at, [held], TaskEvent.RELEASE, Who.HOLDER)

    def stop(
        self,
        pipeline: PipelineRecord,
        work_id: str,
        note: str,
        *,
        event: TaskEvent = TaskEvent.ESCALATE,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Escalate a task to the admins, or let it fail, saying why."""
        require_work(self._policy, self._person, pipeline)
        require_text(note, "note")
        with self._working(pipeline) as at:
            held, task = self._held(at, work_id)
            handing.stop(at, held, task, event, note=note, facts=facts or {})

    def undo(self, pipeline: PipelineRecord, work_id: str) -> WorkRecord:
        """Take an answer back that was just handed in, while nobody has gone on from it.

        Raises:
            Refused: somebody has.
        """
        require_work(self._policy, self._person, pipeline)
        with self._working(pipeline) as at:
            found = queries.answers_by_ids(at.connection, [work_id]).get(work_id)
            if found is None:
                raise ClaimLost("There is no such answer.")
            self._require_own(at, [found])
            task = queries.tasks_by_keys(at.connection, [found.task_key])[found.task_key]
            return handing.undo(at, found, task)

    def _held(self, at: Turn, work_id: str) -> tuple[AnswerRecord, TaskRecord]:
        return self._all_held(at, [work_id])[0]

    def _all_held(self, at: Turn, ids: Sequence[str]) -> list[tuple[AnswerRecord, TaskRecord]]:
        if len(set(ids)) != len(ids):
            raise BadArgument("The same work is handed in twice.")
        found = queries.answers_by_ids(at.connection, ids)
        tasks = queries.tasks_by_keys(at.connection, [each.task_key for each in found.values()])
        made = []
        for uid in ids:
            each = found.get(uid)
            if each is None or each.state is not AnswerState.CLAIMED:
                what = f" for {each.task_id}" if each else ""
                raise ClaimLost(f"The claim{what} has ended.")
            made.append((each, tasks[each.task_key]))
        self._require_own(at, [each for each, _ in made])
        return made

    def _require_own(self, at: Turn, answers: Sequence[AnswerRecord]) -> None:
        others = [each for each in answers if each.contributor != self._person.identity]
        # Asked once for many: it reads the catalogue.
        if others and not self._policy.allows(Action.PIPELINE_EDIT, at.pipeline.place):
            raise NotAllowed(f"This work is with {others[0].contributor}.")

    @contextmanager
    def _working(self, pipeline: PipelineRecord) -> Iterator[Turn]:
        with self._turn(pipeline, require_active) as at:
            yield at

    @contextmanager
    def _turn(
        self, pipeline: PipelineRecord, require: Callable[[PipelineRecord], None]
    ) -> Iterator[Turn]:
        with turn(self._store, self._forms, pipeline.key, self._policy.actor_name, require) as made:
            yield made

    def _named(self, name: str | None) -> str:
        return clean_name(self._person.identity if name is None else name, "contributor")

    def _contributor(self, at: Turn, name: str | None, kind: ContributorKind) -> Contributor:
        found = queries.contributor_named(at.connection, self._named(name), kind, at.moment)
        _require_kind(found, kind)
        return found


def _require_kind(contributor: Contributor, kind: ContributorKind) -> None:
    if contributor.kind is not kind:
        raise Refused(
            f"The contributor {contributor.name!r} is a {contributor.kind.value}.",
            hint="Use another name.",
        )


def require_active(pipeline: PipelineRecord) -> None:
    """Refuse to work on what isn't active.

    Raises:
        Refused: naming the pipeline and its status.
    """
    if pipeline.status is not PipelineStatus.ACTIVE:
        raise Refused(
            f"The pipeline {pipeline.name!r} is {pipeline.status.value}.",
            hint="Activate it to go on." if pipeline.status is not PipelineStatus.ARCHIVED
            else "Unarchive and activate it to go on.",
        )  # fmt: skip
