"""Archive, unarchive and delete, for many datasets at once, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.errors import BadArgument, NotConfirmed
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.datasets.listed import MOST_IDS, Judge
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lifecycle import bulk, rules
from datavault_jupyter.features.lifecycle.bulk import BulkCheck, BulkResult
from datavault_jupyter.features.lifecycle.service import LifecycleService
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class BulkArgs:
    """Which datasets, by id; up to 10,000."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulkDeleteArgs:
    """Which datasets to delete for good.

    Attributes:
        confirm: The word ``delete``.
    """

    ids: tuple[str, ...]
    confirm: str = ""


class LifecycleOps:
    """The end of datasets, final or not.

    Args:
        service: Archives and deletes.
        datasets: Finds them.
        judge: Makes the judge of datasets anew for each question.
    """

    def __init__(
        self,
        service: LifecycleService,
        datasets: DatasetService,
        judge: Callable[[], Judge],
    ) -> None:
        self._service = service
        self._datasets = datasets
        self._judge = judge

    @operation("lifecycle.check")
    def check(self, args: BulkArgs, _call: Call) -> BulkCheck:
        """How many of a selection each action can take, and why not the rest."""
        return bulk.checked(self._found(_once(args.ids)), self._judge())

    @operation("lifecycle.archive")
    def archive(self, args: BulkArgs, call: Call) -> BulkResult:
        """Hide datasets from the default list; refused only when none could be."""
        return self._done(args.ids, self._service.archive, "archived", call)

    @operation("lifecycle.unarchive")
    def unarchive(self, args: BulkArgs, call: Call) -> BulkResult:
        """Bring archived datasets back into the list."""
        return self._done(args.ids, self._service.unarchive, "unarchived", call)

    @operation("lifecycle.delete")
    def delete(self, args: BulkDeleteArgs, call: Call) -> BulkResult:
        """Delete datasets for good, with their versions; refused without the word."""
        ids = _once(args.ids)
        if args.confirm != rules.CONFIRM:
            raise NotConfirmed(
                f"Deleting {count(len(ids), 'dataset')} can't be undone.",
                hint=f"Type {rules.CONFIRM} if you mean it, or archive instead.",
                field="confirm",
            )

        def act(record: DatasetRecord) -> None:
            self._service.delete(record, confirm=args.confirm)

        return self._done(ids, act, "deleted", call)

    def _done(
        self, ids: Sequence[str], act: Callable[[DatasetRecord], object], verb: str, call: Call
    ) -> BulkResult:
        wanted = _once(ids)
        known = {record.id: record for record in self._found(wanted)}
        return bulk.done(wanted, known, act, verb, call)

    def _found(self, ids: Sequence[str]) -> Sequence[DatasetRecord]:
        return self._datasets.by_ids(ids)


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    if not 0 < len(ids) <= MOST_IDS:
        raise BadArgument(f"Name 1 to {MOST_IDS:,} datasets by their ids.", field="ids")
    return tuple(dict.fromkeys(ids))
