"""Questions of the Versions tab, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from datavault_jupyter.base.errors import NotConfirmed, VaultError
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lineage.comparing.service import CompareService
from datavault_jupyter.features.lineage.looking import LookService
from datavault_jupyter.features.lineage.metadata import of_texts
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.lineage.wire import (
    CompareAnswer,
    CompareArgs,
    VersionArgs,
    VersionCreateArgs,
    VersionDeleteArgs,
    VersionDescribeArgs,
    VersionItem,
    VersionLog,
    VersionLogArgs,
    VersionOutcome,
    VersionOutcomes,
    VersionPage,
    VersionRows,
    VersionRowsArgs,
    VersionsArgs,
    VersionTagArgs,
    answer_of,
    text_of,
)
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.protocol.operations import Call, operation

_CONFIRM = "delete"
_MOST_ROWS = 200


class LineageOps:
    """Wire operations on the versions of a dataset."""

    def __init__(
        self,
        lineage: LineageService,
        comparing: CompareService,
        looking: LookService,
        datasets: DatasetService,
    ) -> None:
        self._lineage = lineage
        self._comparing = comparing
        self._looking = looking
        self._datasets = datasets

    @operation("lineage.versions")
    def versions(self, args: VersionsArgs, call: Call) -> VersionPage:
        """All versions of a dataset, newest first, and what may be done with them."""
        return self._looking.page(self._datasets.get(args.dataset_id))

    @operation("lineage.compare")
    def compare(self, args: CompareArgs, call: Call) -> CompareAnswer:
        """What a version has that another one has not; with its first parent where none is said."""
        record = self._datasets.get(args.dataset_id)
        after = self._lineage.find(record, args.after_id)
        if args.before_id:
            before = record, self._lineage.find(record, args.before_id)
        elif after.parents:
            before = self._comparing.of_link(after.parents[0])
        else:
            empty = CompareAnswer("", after.number, (), after.row_count, 0, 0, 0, 0, 0, ())
            return replace(empty, byte_delta=after.byte_count)
        sided = (
            (self._lineage.at(*before), before[1]),
            (self._lineage.at(record, after), after),
        )
        compared = self._comparing.compare(*sided, list(args.key), cancels=call.cancels)
        made = answer_of(before[1].number, after.number, compared)
        if not args.rows:
            return made
        rows = self._comparing.rows(*sided, compared, args.rows)
        limit = max(0, min(args.limit, _MOST_ROWS))
        shown = tuple(tuple(map(text_of, row)) for row in rows.limit(limit).fetchall())
        return replace(made, row_names=tuple(rows.columns), rows=shown)

    @operation("lineage.rows")
    def rows(self, args: VersionRowsArgs, call: Call) -> VersionRows:
        """The first rows of a version."""
        record = self._datasets.get(args.dataset_id)
        version = self._lineage.find(record, args.version_id)
        return self._looking.rows(record, version, max(0, min(args.limit, _MOST_ROWS)))

    @operation("lineage.describe")
    def describe(self, args: VersionDescribeArgs, call: Call) -> VersionItem:
        """Change a version's name, description or metadata."""
        record = self._datasets.get(args.dataset_id)
        version = self._lineage.find(record, args.version_id)
        made = self._lineage.describe(
            record,
            version,
            name=args.name,
            description=args.description,
            metadata=None if args.metadata is None else of_texts(args.metadata),
        )
        return self._looking.item(record, made)

    @operation("lineage.tag")
    def tag(self, args: VersionTagArgs, call: Call) -> VersionOutcomes:
        """Tag versions, or take a tag off them."""

        def act(record: DatasetRecord, version: Version) -> object:
            if args.is_off:
                return self._lineage.untag(record, version, args.tag)
            return self._lineage.tag(record, version, args.tag, move=False)

        return self._each(args, act)

    @operation("lineage.publish")
    def publish(self, args: VersionArgs, call: Call) -> VersionOutcomes:
        """Say that final versions are the ones for others to use."""
        return self._each(args, self._lineage.publish)

    @operation("lineage.archive")
    def archive(self, args: VersionArgs, call: Call) -> VersionOutcomes:
        """Put versions out of sight; their rows stay."""
        return self._each(args, self._lineage.archive)

    @operation("lineage.unarchive")
    def unarchive(self, args: VersionArgs, call: Call) -> VersionOutcomes:
        """Bring archived versions back."""
        return self._each(
            args, lambda record, each: self._lineage.archive(record, each, is_archived=False)
        )

    @operation("lineage.delete")
    def delete(self, args: VersionDeleteArgs, call: Call) -> VersionOutcomes:
        """Delete archived versions for good."""
        if args.confirm != _CONFIRM:
            raise NotConfirmed(
                "Deleting versions can't be undone.", hint=f"Type {_CONFIRM} if you mean it."
            )
        return self._each(
            args, lambda record, each: self._lineage.delete(record, each, force=args.force)
        )

    @operation("lineage.create")
    def create(self, args: VersionCreateArgs, call: Call) -> VersionItem:
        """Make a version of what the dataset holds, or restore an older one."""
        record = self._datasets.get(args.dataset_id)
        base = (
            self._lineage.find(record, args.base_id) if args.base_id else self._lineage.head(record)
        )
        made = self._lineage.create(
            record,
            base,
            number=args.number or None,
            name=args.name,
            description=args.description,
            tags=args.tags,
            change="restore" if args.is_restore else "snapshot",
            is_head=True if args.is_restore else None,
        )
        return self._looking.item(self._datasets.get(record.id), made)

    @operation("lineage.log")
    def log(self, args: VersionLogArgs, call: Call) -> VersionLog:
        """What was done with a version, and who loaded it."""
        record = self._datasets.get(args.dataset_id)
        return self._looking.log(record, self._lineage.find(record, args.version_id))

    def _each(
        self,
        args: VersionArgs | VersionTagArgs | VersionDeleteArgs,
        act: Callable[[DatasetRecord, Version], object],
    ) -> VersionOutcomes:
        """Do it to one after the other; what can't be done is told, the rest is done.

        Raises:
            VaultError: there is only one, and it can't be done.
        """
        outcomes = []
        for version_id in args.version_ids:
            try:
                record = self._datasets.get(args.dataset_id)
                act(record, self._lineage.find(record, version_id))
                outcomes.append(VersionOutcome(version_id))
            except VaultError as error:
                if len(args.version_ids) == 1:
                    raise
                told = VersionOutcome(version_id, error.message, error.hint, error.field or "")
                outcomes.append(told)
        return VersionOutcomes(tuple(outcomes))
