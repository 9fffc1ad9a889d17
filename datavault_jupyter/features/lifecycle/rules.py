"""What the state of a dataset allows; pure decisions."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.errors import NotConfirmed, Refused
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetStatus

CONFIRM = "delete"
ACTIVE = "active"
_MOST_NAMED = 8


def is_collecting_now(record: DatasetRecord) -> bool:
    """Whether rows are coming in: the badge says Collecting and its pipeline is active.

    A paused pipeline's badge stays at Collecting, but nothing comes in.
    """
    return record.status is DatasetStatus.COLLECTING and record.pipeline_status == ACTIVE


def require_idle(record: DatasetRecord, verb: str) -> None:
    """Refuse while rows are coming in.

    Raises:
        Refused: naming the pipeline and what to do.
    """
    if is_collecting_now(record):
        raise Refused(
            f"{record.name!r} can't be {verb}: the pipeline {record.pipeline_name!r} is "
            "collecting.",
            hint="Pause or complete it first.",
        )


def require_writable(record: DatasetRecord, verb: str) -> None:
    """Refuse to delete what is switched to read-only.

    Raises:
        Refused: it is.
    """
    if record.is_read_only:
        raise Refused(
            f"{record.name!r} can't be {verb}: it is read-only.", hint="Make it writable first."
        )


def require_childless(record: DatasetRecord, names: Sequence[str]) -> None:
    """Refuse to delete what others were made from.

    Raises:
        Refused: naming them.
    """
    if not names:
        return
    shown = [repr(name) for name in names[:_MOST_NAMED]]
    if len(names) > len(shown):
        shown.append(count(len(names) - len(shown), "other"))
    were, it = ("was", "it keeps its") if len(names) == 1 else ("were", "they keep their")
    raise Refused(
        f"{record.name!r} can't be deleted: {listing(shown)} {were} made from it.",
        hint=f"Pass force=True to delete it all the same: {it} rows.",
    )


def require_word(confirm: str, what: str) -> None:
    """Refuse to delete without the word.

    Raises:
        NotConfirmed: saying what would be lost.
    """
    if confirm != CONFIRM:
        raise NotConfirmed(
            f"Deleting {what} can't be undone.",
            hint=f'Pass confirm="{CONFIRM}" if you mean it.',
        )


def require_confirmed(record: DatasetRecord, confirm: str) -> None:
    """Refuse to delete without the word.

    Raises:
        NotConfirmed: saying what would be lost.
    """
    if confirm != CONFIRM:
        rows = count(record.row_count, "row")
        versions = count(record.version_count, "version")
        raise NotConfirmed(
            f"Deleting {record.name!r} ({rows}, {versions}) can't be undone.",
            hint=f'Pass confirm="{CONFIRM}" if you mean it, or archive it.',
        )
