"""Work in the user's hands: one claimed task at one node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.pipelines.tasks.handing import Handed

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.fields import Field
    from datavault_jupyter.features.pipelines.records import PipelineRecord
    from datavault_jupyter.features.pipelines.tasks.records import WorkRecord
    from datavault_jupyter.services import Services


class Work:
    """A claimed task, to be worked on: nobody else gets it meanwhile.

    Made by ``pipeline.claim()``.
    """

    def __init__(self, services: Services, pipeline: PipelineRecord, record: WorkRecord) -> None:
        self._services = services
        self._pipeline = pipeline
        self._record = record

    @property
    def id(self) -> str:
        """``ans_…`` of the answer to be."""
        return self._record.id

    @property
    def task_id(self) -> str:
        """``tsk_…``: the row of the dataset."""
        return self._record.task_id

    @property
    def node(self) -> str:
        """Where in the pipeline it is."""
        return self._record.node.name

    @property
    def is_review(self) -> bool:
        """Whether it is decided with `approve` or `send_back`, rather than submitted."""
        return self._record.node.type.value == "review"

    @property
    def instructions(self) -> str:
        """What to do, in Markdown."""
        return self._record.node.instructions

    @property
    def round(self) -> int:
        """Above 1 when it was sent back."""
        return self._record.round

    @property
    def contributor(self) -> str:
        """Who holds it."""
        return self._record.contributor

    @property
    def fields(self) -> Sequence[Field]:
        """What there is to fill in; of a review: what may be corrected."""
        return self._record.fields

    @property
    def shown(self) -> Mapping[str, Any]:
        """What there is to see: what came with the task, and earlier answers, by field."""
        return self._record.shown

    @property
    def draft(self) -> Mapping[str, Any]:
        """What was filled in so far."""
        return self._record.draft

    @property
    def note(self) -> str:
        """What the reviewer said who sent it back."""
        return self._record.note

    @property
    def due_at(self) -> datetime | None:
        """When the claim goes back into the pool."""
        return self._record.due_at

    def __getitem__(self, field: str) -> Any:
        """A value there is to see."""
        return self._record.shown[field]

    def save(self, answer: Mapping[str, Any]) -> None:
        """Keep a draft; a value that doesn't fit is refused, what is missing isn't.

        The claim's time begins anew.

        Raises:
            BadAnswer: a value doesn't fit its field.
        """
        self._services.pipelines.work.save(self._pipeline, self.id, self._kept(answer))

    def submit(self, answer: Mapping[str, Any]) -> None:
        """Hand the answer in.

        A field for files takes a path (`pathlib.Path`): a copy of the file is kept in the vault.

        Raises:
            BadAnswer: a value is missing or doesn't fit; the field is named.
            ClaimLost: the claim has ended.
        """
        self._services.pipelines.work.submit(self._pipeline, [Handed(self.id, self._kept(answer))])

    def approve(self, changes: Mapping[str, Any] | None = None, *, note: str = "") -> None:
        """Let a reviewed answer pass, with corrections where need be."""
        self._services.pipelines.work.review(
            self._pipeline, self.id, "pass", note=note, changes=changes
        )

    def send_back(self, note: str) -> None:
        """Return a reviewed answer, saying what is to be mended."""
        self._services.pipelines.work.review(self._pipeline, self.id, "return", note=note)

    def _kept(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Files instead of paths."""
        made: Mapping[str, Any] = self._services.pipelines.files.kept(self._pipeline, answer)
        return made

    def release(self) -> None:
        """Give it back into the pool."""
        self._services.pipelines.work.release(self._pipeline, self.id)

    def escalate(self, note: str) -> None:
        """Hand it to the owners of the pipeline, saying why."""
        self._services.pipelines.work.stop(self._pipeline, self.id, note)

    def undo(self) -> Work:
        """Take the submission back, while nobody has gone on from it.

        Raises:
            Refused: somebody has.
        """
        made = self._services.pipelines.work.undo(self._pipeline, self.id)
        return Work(self._services, self._pipeline, made)

    def __repr__(self) -> str:
        """Where it is and what it asks for."""
        asked = ", ".join(field.name for field in self.fields)
        return f"<Work {self.task_id} at {self.node!r}: {asked}>"
