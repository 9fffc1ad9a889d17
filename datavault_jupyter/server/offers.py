"""What may be asked over HTTP: the one table. What is not in it is not offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from datavault_jupyter.base.errors import BadName
from datavault_jupyter.features.exports import outbox
from datavault_jupyter.features.exports.running import NEWS, Tell
from datavault_jupyter.server.refusals import KernelOnly
from datavault_jupyter.services import Services


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
    | _names("boards", "draw file list open")
    | _names("content", "cell copy count describe page position row summary values")
    | _names("datasets", "describe facets ids list load_code missing table")
    | _names("exports", "estimate file job list options target")
    | _names("hub", "configure estimate preview search status")
    | _names("imports", "job name pending preview rejects repeat report")
    | _names("lifecycle", "check")
    | _names("lineage", "compare log rows versions")
    | _names("pipelines", "check draft file overview places results seed_look template work")
    | _names("people", "audit list me")
    | _names("notebooks", "list")
    | _names("preferences", "get")
    | _names("projects", "cards inside list")
    | _names("sharing", "look")
    | _names("studio", "charts draw fields file")
)
WRITES = (
    _names("analytics", "map")
    | _names("boards", "change create delete duplicate rename")
    | _names("content", "save")
    | _names("datasets", "rename set_description")
    | _names("exports", "again cancel delete forget start")
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
    | _names("people", "invite set_role")
    | _names("preferences", "set")
    | _names("projects", "create delete describe invite move rename set_member")
    | _names("sharing", "add change create personal remove revoke set_mode")
    | _names("studio", "delete duplicate keep rename")
)
# They take a path of the machine, or SQL: over HTTP nobody sends either.
KERNEL_ONLY = _names("imports", "complete") | _names("sql", "close complete run")
# The Hub is asked with the account of whom the server belongs to; a line of code names a folder.
FOR_OWNER = {"datasets.load_code"} | _names("hub", "configure estimate preview search start status")
# Each of them looks for itself whether the asker may work on that pipeline.
WORK = _names(
    "pipelines",
    "claim escalate file file_begin file_drop file_piece places release review save submit undo"
    " work",
)

# The views' code: it is the same for everybody, and needs no vault.
CODE = {"views.part"}

OFFERS: dict[str, Offer] = {
    name: Offer(kind, name in FOR_OWNER, name in WORK)
    for kind, names in ((Kind.READ, READS | CODE), (Kind.WRITE, WRITES))
    for name in sorted(names)
}


def _only_uploads(args: Any, _services: Services) -> Any:
    if args.source.path:
        raise KernelOnly("Over HTTP a file is uploaded; the server reads no path and no address.")
    return args


def _only_datasets(args: Any, _services: Services) -> Any:
    if args.source.kind != "dataset":
        raise KernelOnly("Over HTTP tasks are made of a dataset's rows only.")
    return args


def _into_the_vault(args: Any, services: Services) -> Any:
    """The path is a name: the file lies in the vault until it is fetched."""
    services.datasets.get(args.dataset_id)
    return replace(args, path=str(outbox.place(services.store, args.path)), overwrite=False)


def _by_name(args: Any, services: Services) -> Any:
    """Nothing of the machine is looked at: where the file goes there is none of its name."""
    try:
        outbox.require_name(args.path)
    except BadName:
        return replace(args, path="")
    return replace(args, path=str(services.store.path("exports") / args.path))


def _told_by_name(args: Any, made: Any) -> Any:
    """What is told names no folder of the machine either."""
    problem = made.problem
    try:
        outbox.require_name(args.path)
    except BadName as error:
        problem = f"{error.message} {error.hint}" if args.path else problem
    plain = {"exists": False, "byte_count": None, "changed_at": None, "places": ()}
    return replace(made, path=args.path, problem=problem, **plain)


def _without_paths(_args: Any, made: Any) -> Any:
    return replace(made, notebooks=tuple(replace(each, path="") for each in made.notebooks))


def _only_of_the_vault(args: Any, services: Services) -> Any:
    """The server's account may write and delete more than the asker's: here, only in the vault."""
    if not services.exports.jobs.get(args.job_id).is_in_vault:
        raise KernelOnly("This file was written by a kernel, and belongs to its machine.")
    return args


def _job_by_name(_args: Any, made: Any) -> Any:
    return replace(made, path=PurePath(made.path).name)


def _jobs_by_name(args: Any, made: Any) -> Any:
    return replace(made, exports=tuple(_job_by_name(args, each) for each in made.exports))


def without_folders(tell: Tell) -> Tell:
    """News of exports name no folder of the machine either."""

    def told(news: str, data: Mapping[str, Any]) -> None:
        is_ours = news == NEWS
        tell(news, {**data, "path": PurePath(data["path"]).name} if is_ours else data)

    return told


# Operations of which a part is for kernels only: refuses it, or turns what is asked into what is
# offered.
CHECKS: dict[str, Callable[[Any, Services], Any]] = {
    "exports.again": _only_of_the_vault,
    "exports.delete": _only_of_the_vault,
    "exports.start": _into_the_vault,
    "exports.target": _by_name,
    "imports.preview": _only_uploads,
    "imports.start": _only_uploads,
    "pipelines.seed_add": _only_datasets,
    "pipelines.seed_look": _only_datasets,
}

# What is told instead of what a kernel would tell, by what was asked.
TOLD: dict[str, Callable[[Any, Any], Any]] = {
    "exports.again": _job_by_name,
    "exports.cancel": _job_by_name,
    "exports.delete": _job_by_name,
    "exports.job": _job_by_name,
    "exports.list": _jobs_by_name,
    "exports.options": _job_by_name,
    "exports.start": _job_by_name,
    "exports.target": _told_by_name,
    # Where notebooks are is told below the folder that Jupyter shows; the server knows which.
    "notebooks.list": _without_paths,
}
