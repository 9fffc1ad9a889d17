"""One action on many datasets: what it can take, and what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.errors import Cancelled, DatasetDeleted, Refused, VaultError
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.datasets.listed import Judge
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.lifecycle import actions, rules
from datavault_jupyter.protocol.operations import Call

_SECONDS_BETWEEN_NEWS = 0.25
_MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one dataset.

    Attributes:
        name: As it was called; the id where it was gone already.
        is_done: Whether it was done; code, message and hint say why not.
    """

    id: str
    name: str
    is_done: bool
    code: str = ""
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of each, in the order asked."""

    outcomes: tuple[Outcome, ...]
    done_count: int


@dataclass(frozen=True, slots=True)
class Held:
    """Why some of a selection can't take part.

    Attributes:
        subject: Which, by name.
        reason: The sentence that goes on from there.
    """

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkCheck:
    """How many of a selection each action can take.

    Attributes:
        found_count: How many of the ids there are still.
        row_count: The rows of those that can be deleted.
        held: Why not the rest.
    """

    found_count: int
    row_count: int
    archive_count: int
    unarchive_count: int
    delete_count: int
    held: tuple[Held, ...]


def checked(records: Sequence[DatasetRecord], judge: Judge) -> BulkCheck:
    """What can be done with a selection."""
    refused = [judge.refused(record) for record in records]

    def taken(word: str) -> int:
        return sum(word not in each for each in refused)

    return BulkCheck(
        found_count=len(records),
        row_count=sum(
            record.row_count
            for record, reasons in zip(records, refused, strict=True)
            if actions.DELETE not in reasons
        ),
        archive_count=taken(actions.ARCHIVE),
        unarchive_count=taken(actions.UNARCHIVE),
        delete_count=taken(actions.DELETE),
        held=tuple(_held(records, refused)),
    )


def _held(records: Sequence[DatasetRecord], refused: Sequence[Mapping[str, str]]) -> list[Held]:
    collecting, foreign, closed = [], [], []
    for record, reasons in zip(records, refused, strict=True):
        if actions.DELETE not in reasons:
            continue
        if rules.is_collecting_now(record):
            collecting.append(record.name)
        elif record.is_read_only:
            closed.append(record.name)
        else:
            foreign.append(record.name)
    made = []
    if collecting:
        is_one = len(collecting) == 1
        its, it = ("its pipeline", "it") if is_one else ("their pipelines", "them")
        verb = "is" if is_one else "are"
        text = f"{verb} collecting: pause or complete {its} before you archive or delete {it}."
        made.append(Held(_named(collecting), text))
    if closed:
        verb, it = ("is", "it") if len(closed) == 1 else ("are", "them")
        text = f"{verb} read-only: make {it} writable before you delete {it}."
        made.append(Held(_named(closed), text))
    if foreign:
        text = "can't be archived or deleted by you: your role only lets you look."
        made.append(Held(_named(foreign), text))
    return made


def _named(names: Sequence[str]) -> str:
    """The first names and how many more.

    >>> _named(["a", "b", "c", "d"])
    'a, b and 2 others'
    """
    shown = list(names[:_MOST_NAMES])
    rest = len(names) - len(shown)
    return listing([*shown, count(rest, "other")] if rest else shown)


def done(
    ids: Sequence[str],
    known: Mapping[str, DatasetRecord],
    act: Callable[[DatasetRecord], object],
    verb: str,
    call: Call,
) -> BulkResult:
    """Do something with each dataset; a refusal of one doesn't stop the others.

    Raises:
        Cancelled: the question was withdrawn; what was done by then stays done.
        VaultError: nothing succeeded at all.
    """
    outcomes: list[Outcome] = []
    first: VaultError | None = None
    told_at = time.monotonic()
    for uid in ids:
        if call.is_cancelled:
            raise Cancelled("The rest was left as it is.")
        error = _refusal(uid, known.get(uid), act)
        first = first or error
        outcomes.append(_outcome(uid, known.get(uid), error))
        if time.monotonic() - told_at > _SECONDS_BETWEEN_NEWS:
            told_at = time.monotonic()
            call.tell("lifecycle.progress", {"done": len(outcomes), "total": len(ids)})
    done_count = sum(each.is_done for each in outcomes)
    if first is not None and not done_count:
        if len(ids) == 1:
            raise first
        raise Refused(
            f"None of the {count(len(ids), 'dataset')} was {verb}. {first.message}",
            hint=first.hint,
        )
    return BulkResult(tuple(outcomes), done_count)


def _refusal(
    uid: str, record: DatasetRecord | None, act: Callable[[DatasetRecord], object]
) -> VaultError | None:
    if record is None:
        return DatasetDeleted(f"There is no dataset {uid} any more.")
    try:
        act(record)
    except VaultError as error:
        return error
    return None


def _outcome(uid: str, record: DatasetRecord | None, error: VaultError | None) -> Outcome:
    name = record.name if record else uid
    if error is None:
        return Outcome(uid, name, is_done=True)
    return Outcome(
        uid, name, is_done=False, code=error.code, message=error.message, hint=error.hint
    )
