"""The border where errors of DuckDB, SQLAlchemy and the system become ours."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from datavault_jupyter.base import errors

_DUCKDB_TEXTS: tuple[tuple[str, type[errors.VaultError], str], ...] = (
    ("No space left", errors.DiskFull, "The disk is full; nothing was kept."),
    ("Disk quota exceeded", errors.DiskFull, "The disk quota is used up; nothing was kept."),
    ("File too large", errors.DiskFull, "The disk is full; nothing was kept."),
    ("No magic bytes", errors.DataFileCorrupt, "A file is damaged: {line}"),
    ("too small to be a Parquet file", errors.DataFileCorrupt, "A file is damaged: {line}"),
    ("decompression failure", errors.DataFileCorrupt, "A file is damaged: {line}"),
    ("width must be between 1 and 38", errors.CannotConvert, "A number is too wide: {line}"),
    ("Permission denied", errors.CannotWrite, "{line}"),
    ("Read-only file system", errors.CannotWrite, "{line}"),
)
_PARAMETERS = (
    "Values were not provided",
    "Parameter argument/count mismatch",
    "The parameters ",
    "Unable to transform python value",
    "Mixing named and positional",
)
_PART = re.compile(r"rows[\\/]dst_")
_KIND = re.compile(r"^[A-Z][A-Za-z ]*Error: ")


def plain_text(error: BaseException) -> str:
    """What a DuckDB error says, without its kind in front.

    >>> plain_text(ValueError('Binder Error: Referenced column "x" not found'))
    'Referenced column "x" not found'
    """
    return _KIND.sub("", errors.first_line(error))


def _sentence(error: BaseException) -> str:
    """What a DuckDB error says, with a full stop: a hint may follow."""
    text = plain_text(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _missing(error: BaseException) -> errors.VaultError:
    """A part of the vault that is gone, or a file that somebody named."""
    sentence = _sentence(error)
    if _PART.search(str(error)):
        return errors.DataFileMissing(f"A file of the vault is gone: {sentence}")
    return errors.BadFile(sentence, hint="Check the path.")


def from_duckdb(error: BaseException) -> errors.VaultError:
    """Our error for one of DuckDB's: told by its text where that says more than its class."""
    name, text = type(error).__name__, str(error)
    if name in _BY_CLASS:
        return _BY_CLASS[name](error)
    if "No files found that match" in text or "No such file" in text:
        return _missing(error)
    for piece, kind, sentence in _DUCKDB_TEXTS:
        if piece in text:
            return kind(sentence.format(line=plain_text(error)))
    if name in _ABOUT_QUERY:
        return errors.BadQuery(_with_caret(error))
    if text.startswith(_PARAMETERS, text.find(": ") + 2):
        return errors.BadQuery(
            _sentence(error), hint="Give a value DuckDB knows to each parameter."
        )
    if name in _ABOUT_VALUES:
        return errors.CannotConvert(_sentence(error), hint="Use TRY_CAST to get NULL instead.")
    return errors.StorageFault(_sentence(error))


_ABOUT_QUERY = ("BinderException", "CatalogException", "ParserException", "SyntaxException")
_ABOUT_VALUES = ("ConversionException", "OutOfRangeException", "InvalidInputException")
_BY_CLASS: dict[str, Callable[[BaseException], errors.VaultError]] = {
    "InterruptException": lambda _: errors.Cancelled("The query was stopped."),
    "OutOfMemoryException": lambda _: errors.NotEnoughMemory(
        "The query needs more memory than the vault may use."
    ),
    "PermissionException": lambda _: errors.BadQuery(
        "Files and the network can't be reached from this SQL.",
        hint="Use vault.sql(…, external=True) if you mean it.",
    ),
    "NotImplementedException": lambda error: errors.CannotConvert(_sentence(error)),
}


def _with_caret(error: BaseException) -> str:
    """A query error with DuckDB's line and caret, which show where it is."""
    lines = str(error).rstrip().splitlines()
    lines[0] = _KIND.sub("", lines[0])
    return "\n".join(line for line in lines if line.strip())


def from_system(error: OSError) -> errors.VaultError:
    """Our error for one of the operating system's."""
    place = str(error.filename) if error.filename else "The file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return errors.DiskFull("The disk is full; nothing was kept.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return errors.CannotWrite(f"{place} may not be opened or written by you.")
    if error.errno == errno.EROFS:
        return errors.CannotWrite(f"{place} lies on a read-only file system.")
    if error.errno == errno.ENOENT:
        return errors.BadFile(f"{place} does not exist.", hint="Check the path.")
    return errors.StorageFault(f"{place}: {error.strerror or error}.")


def _code(error: BaseException) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


def is_busy(error: BaseException) -> bool:
    """Whether SQLite gave up because somebody else holds the catalogue."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def from_sqlite(error: BaseException) -> errors.VaultError:
    """Our error for one of SQLite's."""
    text = errors.first_line(error)
    code = _code(error)
    if is_busy(error):
        return errors.VaultBusy("Another kernel is writing to the vault.")
    if code.startswith("SQLITE_FULL"):
        return errors.DiskFull("The disk is full; nothing was kept.")
    if code.startswith("SQLITE_READONLY"):
        return errors.CannotWrite("The vault's folder is read-only.")
    if code.startswith("SQLITE_CANTOPEN"):
        return errors.VaultUnreadable("The vault's catalogue can't be opened.")
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return errors.CatalogueCorrupt("The vault's catalogue is damaged.")
    if "FOREIGN KEY" in text:
        return errors.DatasetDeleted("What this refers to was deleted meanwhile.")
    if "ix_dataset_name" in text or "reserved_name" in text:
        return errors.NameTaken("A dataset with that name exists already.")
    if "version.dataset_id" in text:
        return errors.VersionConflict("Another kernel made a version of this dataset first.")
    return errors.StorageFault(f"The catalogue refused: {text}.")


@contextmanager
def translated() -> Iterator[None]:
    """Turn foreign errors that leave this block into ours, keeping the original as the cause."""
    try:
        yield
    except errors.VaultError:
        raise
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
    except OSError as error:
        if _is_duckdb(error):
            raise from_duckdb(error) from error
        raise from_system(error) from error
    except Exception as error:
        if _is_duckdb(error):
            raise from_duckdb(error) from error
        original = getattr(error, "orig", None)
        if isinstance(original, sqlite3.Error):
            raise from_sqlite(original) from error
        raise


def _is_duckdb(error: BaseException) -> bool:
    """Whether DuckDB raised it, asked without importing DuckDB."""
    return any("duckdb" in kind.__module__ for kind in type(error).__mro__)
