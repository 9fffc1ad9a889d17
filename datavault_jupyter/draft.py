"""A version in the making, in the user's hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.growing import ReadingOptions, wish_of
from datavault_jupyter.progress import bar
from datavault_jupyter.version import DatasetVersion

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Unpack

    from datavault_jupyter.features.lineage.edits.records import Step


class Draft(DatasetVersion):
    """A version in the making: changed step by step, seen by nobody as the dataset's present state.

    As a block it is finalized at its end, and aborted by an error. It outlives its kernel:
    ``ds.draft(number)`` takes it up again.

    >>> ds = vault["penguins"]
    >>> with ds.edit("without the heavy ones") as draft:
    ...     draft.remove("body_mass_g > 4000").row_count
    2
    >>> ds.row_count
    2
    """

    def _took(self, step: Step) -> Self:
        self.known = step.draft
        if step.note:
            print(step.note)  # noqa: T201 - what the user should know, at once
        return self

    def append(
        self,
        source: object,
        *,
        differing: str = "refuse",
        format: str | None = None,  # noqa: A002 - the word users know
        **options: Unpack[ReadingOptions],
    ) -> Self:
        """Add the rows of a file or a frame, as `Dataset.append` does."""
        wish = wish_of(source, options, format=format)
        reader = self._services.imports.reader_of(wish)
        with bar("Import") as report:
            step = self._services.drafts.append(
                self._record,
                self.known,
                reader,
                differing=word_of(Differing, differing, "differing"),
                on_progress=report,
            )
        return self._took(step)

    def remove(self, where: str) -> Self:
        """Remove the rows that meet a condition, such as ``"rating < 2"``.

        Only files that have such rows are written anew.

        Raises:
            BadQuery: it is no condition on the columns.
        """
        return self._took(self._services.drafts.remove(self._record, self.known, where))

    def set(self, values: Mapping[str, str], *, where: str | None = None) -> Self:
        """Give columns new values: SQL expressions over the columns, such as ``{"x": "x * 2"}``.

        Args:
            values: An expression by column; what it gives must be held exactly by its type.
            where: Only in rows that meet this condition.

        Raises:
            BadQuery: it is no expression over the columns.
        """
        return self._took(self._services.drafts.set(self._record, self.known, values, where=where))

    def add_column(self, name: str, value: str) -> Self:
        """Add a column whose values an SQL expression gives, such as ``"length(text)"``."""
        return self._took(self._services.drafts.add_column(self._record, self.known, name, value))

    def rename_column(self, name: str, new: str) -> Self:
        """Give a column another name; no row is written."""
        return self._took(self._services.drafts.rename_column(self._record, self.known, name, new))

    def drop_column(self, name: str) -> Self:
        """Leave a column out; no row is written."""
        return self._took(self._services.drafts.drop_column(self._record, self.known, name))

    def retype(self, name: str, kind: str) -> Self:
        """Give a column another type that holds all its values exactly.

        Raises:
            ValueDoesNotFit: it doesn't.
        """
        return self._took(self._services.drafts.retype(self._record, self.known, name, kind))

    def finalize(self) -> DatasetVersion | None:
        """Make it a version for good; None when nothing was changed, and then it is gone."""
        done = self._services.drafts.finalize(self._record, self.known)
        if done.note:
            print(done.note)  # noqa: T201 - what the user should know, at once
        if done.version is None:
            return None
        self.known = done.version
        record = self._services.datasets.reload(self._record)
        return DatasetVersion(self._services, record, done.version)

    def abort(self) -> None:
        """Give it up; what was written for it goes."""
        self.known = self._services.drafts.abort(self._record, self.known)

    def __enter__(self) -> Self:
        """The draft itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finalize it, or abort it where an error ended the block."""
        del kind, trace
        if error is None:
            self.finalize()
        else:
            said = str(error) or type(error).__name__
            self.known = self._services.drafts.abort(self._record, self.known, error=said)
