"""What may be asked over HTTP: the one table. What is not in it is not offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datavault_jupyter.server.refusals import KernelOnly


class Kind(StrEnum):
    """What an operation does, in the words of Jupyter's `Authorizer`."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Offer:
    """An operation that is offered.

    Attributes:
        kind: Whether it changes anything.
        is_for_owner: It works with the server's own accounts or names its folders, so only whom
            the server belongs to may ask it.
        is_work: Contributors may ask it, too: the task page needs it.
    """

    kind: Kind
    is_for_owner: bool = False
    is_work: bool = False


def _names(feature: str, verbs: str) -> set[str]:
    return {f"{feature}.{verb}" for verb in verbs.split()}


READS = (
    _names(
        "analytics",
        "activity agreement breakdown coefficients comparison contributors csv disagreed groups"
        " matrix rows summary",
    )
    | _names("content", "cell copy count describe page position row summary values")
    | _names("datasets", "describe facets ids list load_code missing table")
    | _names("exports", "job options")
    | _names("hub", "configure estimate preview search status")
    | _names("imports", "job name pending preview rejects repeat report")
    | _names("lifecycle", "check")
    | _names("lineage", "compare log rows versions")
    | _names("pipelines", "check draft file overview results seed_look template work")
    | _names("preferences", "get")
    | _names("projects", "list")
    | _names("studio", "charts draw fields file")
)
WRITES = (
    _names("analytics", "map")
    | _names("content", "save")
    | _names("datasets", "rename set_description")
    | _names("exports", "cancel")
    | _names("hub", "start")
    | _names(
        "imports",
        "cancel dismiss start upload_begin upload_chunk upload_discard upload_end",
    )
    | _names("lifecycle", "archive delete unarchive")
    | _names("lineage", "archive create delete describe publish tag unarchive")
    | _names(
        "pipelines",
        "claim escalate file_begin file_drop file_piece keep publish release review save"
        " save_template seed_add submit undo",
    )
    | _names("preferences", "set")
    | _names("studio", "delete duplicate keep rename")
)
# They take a path of the machine, or SQL: over HTTP nobody sends either.
KERNEL_ONLY = (
    _names("exports", "start target")
    | _names("imports", "complete")
    | _names("sql", "close complete run")
)
# The Hub is asked with the account of whom the server belongs to; a line of code names a folder.
FOR_OWNER = {"datasets.load_code"} | _names("hub", "configure estimate preview search start status")
# Each of them looks for itself whether the asker may work on that pipeline.
WORK = _names(
    "pipelines",
    "claim escalate file file_begin file_drop file_piece release review save submit undo work",
)

OFFERS: dict[str, Offer] = {
    name: Offer(kind, name in FOR_OWNER, name in WORK)
    for kind, names in ((Kind.READ, READS), (Kind.WRITE, WRITES))
    for name in sorted(names)
}


def _only_uploads(args: Any) -> None:
    if args.source.path:
        raise KernelOnly("Over HTTP a file is uploaded; the server reads no path and no address.")


def _only_datasets(args: Any) -> None:
    if args.source.kind != "dataset":
        raise KernelOnly("Over HTTP tasks are made of a dataset's rows only.")


# Operations of which a part is for kernels only, by what is asked.
CHECKS: dict[str, Callable[[Any], None]] = {
    "imports.preview": _only_uploads,
    "imports.start": _only_uploads,
    "pipelines.seed_add": _only_datasets,
    "pipelines.seed_look": _only_datasets,
}
