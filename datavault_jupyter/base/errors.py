"""Every error a user can meet, as one tree.

Each error has a ``code`` for programs, one sentence for people and a ``hint`` that says the way
out. Foreign errors (DuckDB, SQLAlchemy, the operating system) are turned into these in
``storage.errors``; nothing else may reach the user.

* VaultError
    * BadArgument
    * NotAllowed
    * NotFound
        * DatasetNotFound · VersionNotFound · ProjectNotFound · PersonNotFound
        * PipelineNotFound · TaskNotFound · ChartNotFound · DashboardNotFound
    * AmbiguousName · NameTaken · BadName
    * NotConfirmed
    * Refused
    * BadFile
        * UnreadableText · BadTable · UnknownFormat · ValueDoesNotFit · SeveralTables
        * ColumnsDiffer
    * CannotConvert
    * BadQuery
    * TargetExists · CannotWrite · DiskFull
    * VaultBusy · VersionConflict
    * VaultUnreadable · VaultTooNew · CatalogueCorrupt
    * VaultClosed
    * DataFileMissing · DataFileCorrupt · DatasetDeleted
    * NotEnoughMemory
    * Cancelled
    * BadDefinition · DefinitionChanged · BadAnswer · ClaimLost
    * HubError
        * HubGated · HubRepoNotFound · HubBadToken · HubRevisionNotFound · HubFileNotFound
        * HubBadId · HubBadCard · HubNoData · HubChoice
        * HubOffline · HubUnreachable · HubTimeout · HubRateLimited · HubFailed
        * HubTruncated · HubCorrupt
    * StorageFault
    * Unexpected
"""

# ruff: noqa: PLC0414 - the alias says that a name is handed on

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.hub_errors import (
    HubBadCard as HubBadCard,
)
from datavault_jupyter.base.hub_errors import (
    HubBadId as HubBadId,
)
from datavault_jupyter.base.hub_errors import (
    HubBadToken as HubBadToken,
)
from datavault_jupyter.base.hub_errors import (
    HubChoice as HubChoice,
)
from datavault_jupyter.base.hub_errors import (
    HubCorrupt as HubCorrupt,
)
from datavault_jupyter.base.hub_errors import (
    HubError as HubError,
)
from datavault_jupyter.base.hub_errors import (
    HubFailed as HubFailed,
)
from datavault_jupyter.base.hub_errors import (
    HubFileNotFound as HubFileNotFound,
)
from datavault_jupyter.base.hub_errors import (
    HubGated as HubGated,
)
from datavault_jupyter.base.hub_errors import (
    HubNoData as HubNoData,
)
from datavault_jupyter.base.hub_errors import (
    HubOffline as HubOffline,
)
from datavault_jupyter.base.hub_errors import (
    HubRateLimited as HubRateLimited,
)
from datavault_jupyter.base.hub_errors import (
    HubRepoNotFound as HubRepoNotFound,
)
from datavault_jupyter.base.hub_errors import (
    HubRevisionNotFound as HubRevisionNotFound,
)
from datavault_jupyter.base.hub_errors import (
    HubTimeout as HubTimeout,
)
from datavault_jupyter.base.hub_errors import (
    HubTruncated as HubTruncated,
)
from datavault_jupyter.base.hub_errors import (
    HubUnreachable as HubUnreachable,
)
from datavault_jupyter.base.pipeline_errors import (
    BadAnswer as BadAnswer,
)
from datavault_jupyter.base.pipeline_errors import (
    BadDefinition as BadDefinition,
)
from datavault_jupyter.base.pipeline_errors import (
    ClaimLost as ClaimLost,
)
from datavault_jupyter.base.pipeline_errors import (
    DefinitionChanged as DefinitionChanged,
)
from datavault_jupyter.base.vault_error import VaultError as VaultError


class BadArgument(VaultError, ValueError):
    """A call was given a value that it can't use."""

    code = "bad_argument"


class NotAllowed(VaultError, PermissionError):
    """The actor's role does not include this action."""

    code = "not_allowed"
    hint = "Ask an admin of this vault for the role you need."


class NotFound(VaultError, KeyError):
    """Nothing here has that name or id."""

    code = "not_found"


class DatasetNotFound(NotFound):
    """No dataset that the actor may see has that name or id."""

    code = "dataset_not_found"


class VersionNotFound(NotFound):
    """The dataset has no version of that number, id, tag or name."""

    code = "version_not_found"


class ProjectNotFound(NotFound):
    """No project that the actor may see has that name or id."""

    code = "project_not_found"


class PersonNotFound(NotFound):
    """Nobody in this vault has that name or id."""

    code = "person_not_found"


class PipelineNotFound(NotFound):
    """No pipeline that the actor may see has that name or id."""

    code = "pipeline_not_found"


class TaskNotFound(NotFound):
    """The pipeline has no task with that id."""

    code = "task_not_found"


class ChartNotFound(NotFound):
    """The dataset has no kept chart of that name or id."""

    code = "chart_not_found"


class DashboardNotFound(NotFound):
    """The dataset has no dashboard of that name or id."""

    code = "dashboard_not_found"


class AmbiguousName(VaultError, KeyError):
    """Several datasets have that name, in different projects."""

    code = "ambiguous_name"


class NameTaken(VaultError):
    """The name is in use, or reserved by an import that is running."""

    code = "name_taken"
    hint = "Choose another name with name=…"


class BadName(VaultError, ValueError):
    """The text can't be used as a name."""

    code = "bad_name"


class NotConfirmed(VaultError):
    """A final action was asked for without its confirmation."""

    code = "not_confirmed"


class Refused(VaultError):
    """The state of the dataset does not allow the action."""

    code = "refused"


class BadFile(VaultError):
    """A file can't be imported as it is; the vault is as it was."""

    code = "bad_file"


class UnreadableText(BadFile):
    """Bytes that are no text in the encoding used."""

    code = "unreadable_text"


class BadTable(BadFile):
    """The text is readable, but its rows don't form a table."""

    code = "bad_table"


class UnknownFormat(BadFile):
    """The kind of file could not be told, or is not one we read."""

    code = "unknown_format"
    hint = (
        "CSV, TSV, JSON, NDJSON and Parquet can be imported, also as .gz, .zst, .bz2, .xz or .zip."
    )


class ValueDoesNotFit(BadFile):
    """A value can't be held exactly by the type that was asked for."""

    code = "value_does_not_fit"


class ColumnsDiffer(BadFile):
    """The source's columns are not those of the dataset; nothing was written."""

    code = "columns_differ"


class SeveralTables(BadFile):
    """An archive or workbook holds several tables, and nobody said which one is meant.

    Attributes:
        tables: The names to choose from, in the file's order.
    """

    code = "several_tables"
    hint = "Choose one with table='…', or several with a pattern such as table='*.csv'."

    def __init__(
        self,
        message: str,
        *,
        tables: Sequence[str] = (),
        hint: str | None = None,
        field: str | None = "table",
    ) -> None:
        super().__init__(message, hint=hint, field=field)
        self.tables = tuple(tables)


class CannotConvert(VaultError):
    """The values can't be handed over in the form asked for."""

    code = "cannot_convert"
    hint = "Cast the column to text in ds.sql(…), or use ds.arrow()."


class BadQuery(VaultError):
    """The SQL is wrong, or asks for something that isn't reachable from here."""

    code = "bad_query"


class TargetExists(VaultError, FileExistsError):
    """A file is in the way of an export."""

    code = "target_exists"
    hint = "Choose another path, or pass overwrite=True."


class CannotWrite(VaultError):
    """The folder can't be written to."""

    code = "cannot_write"
    hint = "Choose a folder you may write to."


class DiskFull(VaultError):
    """There was not enough room; nothing was kept of what was being written."""

    code = "disk_full"
    hint = "Free some space or choose another place, then try again."
    retryable = True


class VaultBusy(VaultError):
    """Another process kept the catalogue longer than we were willing to wait."""

    code = "vault_busy"
    hint = "Try again, or close the other notebook."
    retryable = True


class VersionConflict(VaultError):
    """Another kernel made a version of this dataset first."""

    code = "version_conflict"
    hint = "Look at the new version, then try again."
    retryable = True


class VaultUnreadable(VaultError):
    """The folder can't be opened as a vault."""

    code = "vault_unreadable"


class VaultTooNew(VaultUnreadable):
    """A newer version of datavault-jupyter made this vault."""

    code = "vault_too_new"
    hint = "Upgrade with: pip install -U datavault-jupyter"


class CatalogueCorrupt(VaultUnreadable):
    """catalog.sqlite is damaged."""

    code = "catalogue_corrupt"
    hint = "Restore catalog.sqlite from a backup; the rows in rows/ are untouched."


class VaultClosed(VaultError):
    """The vault was closed; its handles end with it."""

    code = "vault_closed"
    hint = "Open it again with dv.Vault(…)."


class DataFileMissing(VaultError):
    """A part that a version lists is not on disk."""

    code = "data_file_missing"
    hint = "Run vault.doctor() to see what is affected; restore the file from a backup."


class DataFileCorrupt(VaultError):
    """A part does not hold the bytes that were written."""

    code = "data_file_corrupt"
    hint = "Run vault.doctor(verify=True) to see what is affected; restore from a backup."


class DatasetDeleted(NotFound):
    """The dataset was deleted while it was being read."""

    code = "dataset_deleted"


class NotEnoughMemory(VaultError):
    """The query needed more memory than the vault may use."""

    code = "not_enough_memory"
    hint = "Open the vault with a higher limit: dv.Vault(…, memory_limit='8GB')."


class Cancelled(VaultError):
    """The work was interrupted; the vault is as it was."""

    code = "cancelled"


class StorageFault(VaultError):
    """Something failed below the vault that has no sentence of its own."""

    code = "storage_fault"
    hint = "Run vault.doctor(); the original error is attached as the cause."


class Unexpected(VaultError):
    """A mistake in this package; what it was about is unchanged as far as can be told."""

    code = "unexpected"
    hint = "Please report it with what you did just before."


def first_line(error: BaseException) -> str:
    r"""The first line of a foreign error's text, without its class name.

    >>> first_line(ValueError("wrong\nand more"))
    'wrong'
    """
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
