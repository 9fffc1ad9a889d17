"""What there is on the Hub and what of it is wanted, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from datavault_jupyter.base.checking import require_count
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.hub import view


class HubSort(StrEnum):
    """What a search is sorted by, the most first."""

    DOWNLOADS = "downloads"
    LIKES = "likes"
    TRENDING = "trending"
    UPDATED = "updated"
    CREATED = "created"


class HubGate(StrEnum):
    """Whether files can be had at once, after accepting terms, or after the owner agreed."""

    OPEN = "open"
    AUTO = "auto"
    MANUAL = "manual"


class HubMedia(StrEnum):
    """What a column of bytes shows."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class HubProblem:
    """Why the Hub gave nothing.

    Attributes:
        message: One sentence.
        hint: The way out.
        code: For programs: ``hub_gated``, ``hub_repo_not_found``, ``hub_bad_token``,
            ``hub_offline``, ``hub_unreachable``, ``hub_timeout``, ``hub_rate_limited``,
            ``hub_failed``, ``hub_truncated``, ``hub_corrupt``, ``hub_revision_not_found``,
            ``hub_file_not_found``, ``hub_bad_id``, ``hub_bad_card``, ``hub_no_data``,
            ``hub_choice``, or any other error of the vault.
        url: The page where something can be done about it, such as accepting terms.
        retry_after_s: When to ask again, where the Hub said so.
        is_retryable: Whether asking again may help.
    """

    message: str
    hint: str = ""
    code: str = ""
    url: str = ""
    retry_after_s: int | None = None
    is_retryable: bool = False


@dataclass(frozen=True, slots=True)
class HubAccount:
    """Who this kernel is on the Hub.

    Attributes:
        endpoint: The Hub's address.
        has_token: Whether a token was found where the standard login keeps it.
        name: The account's name; None where no token was found or nobody could be asked.
        is_offline: Whether the network was switched off with HF_HUB_OFFLINE.
        problem: Why the account's name isn't known although there is a token.
    """

    endpoint: str
    has_token: bool
    name: str | None = None
    is_offline: bool = False
    problem: HubProblem | None = None


@dataclass(frozen=True, slots=True)
class HubDataset:
    """A dataset of the Hub, as a search finds it.

    Attributes:
        repo_id: ``owner/name``.
        description: What it is about, cut; a text, never markup.
        downloads: Of the last month.
        likes: How many like it.
        row_count: Where its card tells.
        row_range: Where its card tells no more, such as ``100K<n<1M``.
        byte_count: Of all its files, where the Hub tells.
        gate: Whether terms have to be accepted first.
        is_private: Whether only its owner and their teams see it.
        licence: As its card names it.
        updated_at: Its last commit.
        url: Its page.
    """

    repo_id: str
    description: str = ""
    downloads: int = 0
    likes: int = 0
    row_count: int | None = None
    row_range: str = ""
    byte_count: int | None = None
    gate: HubGate = HubGate.OPEN
    is_private: bool = False
    licence: str = ""
    updated_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class HubSplit:
    """A part of a subset, such as ``train``.

    Attributes:
        name: As its card or its files name it.
        row_count: None where that isn't cheap to tell.
        byte_count: Of its files.
        file_count: Its files.
        is_partial: Whether the Hub's Parquet copy, from which it is read, was cut.
    """

    name: str
    row_count: int | None
    byte_count: int
    file_count: int
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class HubSubset:
    """A table of a dataset, which the Hub calls a configuration.

    Attributes:
        name: As its card or its files name it.
        is_default: Whether it is taken when none is named.
    """

    name: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class HubColumn:
    """A column of a subset.

    Attributes:
        name: Its name.
        type: The type it would have in the vault, as DuckDB writes it.
        feature: What its owner declared, such as ``ClassLabel`` or ``Image``; "" where nothing.
        labels: Names of the classes; the stored value is the name, the place is the number.
        media: What its bytes show; None for other columns.
        is_default: Whether it is imported when no columns are named.
        byte_count: What fetching it from all rows takes; None where that isn't known.
    """

    name: str
    type: str
    feature: str = ""
    labels: tuple[str, ...] = ()
    media: HubMedia | None = None
    is_default: bool = True
    byte_count: int | None = None


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file from which a subset is read.

    Attributes:
        path: Within the repository.
        split: Of which split.
        byte_count: Its size.
        sha256: Its digest, where the Hub keeps it; "" for small files.
    """

    path: str
    split: str
    byte_count: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class HubConfiguration:
    """What there is in a dataset of the Hub, at one commit.

    Attributes:
        repo_id: ``owner/name``, as the Hub calls it now.
        revision: What was asked for, such as ``main``.
        sha: The commit it stands for; everything else is of this commit.
        committed_at: When the commit was made.
        description: What it is about, cut.
        licence: As its card names it.
        gate: Whether terms have to be accepted first.
        is_private: Whether only its owner and their teams see it.
        subsets: Its tables.
        subset: The one that is described here; None where one has to be chosen first.
        splits: Of that subset.
        columns: Of that subset.
        files: From which it is read.
        format: Of these files: parquet, csv, tsv, json or ndjson.
        is_converted: Whether the files are the Hub's own Parquet copy.
        suggested_name: A name for the dataset that is free where no project is chosen.
        url: Its page.
        notes: What is worth knowing.
        first_rows: As text; None is NULL. Empty where they weren't asked for.
    """

    repo_id: str
    revision: str
    sha: str
    committed_at: datetime | None
    description: str
    licence: str
    gate: HubGate
    is_private: bool
    subsets: tuple[HubSubset, ...]
    subset: str | None
    splits: tuple[HubSplit, ...]
    columns: tuple[HubColumn, ...]
    files: tuple[HubFile, ...]
    format: str
    is_converted: bool
    suggested_name: str
    url: str
    notes: tuple[str, ...] = ()
    first_rows: tuple[tuple[str | None, ...], ...] = ()

    def named(self, name: str) -> HubConfiguration:
        """The same with another name to suggest."""
        return replace(self, suggested_name=name)

    def __repr__(self) -> str:
        """What there is, as plain text."""
        return view.configuration_text(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "text/plain": view.configuration_text(self),
            "text/html": view.configuration_html(self),
        }


@dataclass(frozen=True, slots=True)
class HubRows:
    """First rows; nothing is stored.

    Attributes:
        columns: What was read, in its order.
        rows: Each value as text, cut; None is NULL. A class label is its name.
    """

    columns: tuple[HubColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True, repr=False)
class HubEstimate:
    """What an import would take.

    Attributes:
        row_count: Rows that would be imported; None where that isn't known before.
        byte_count: Bytes to fetch, at most.
        column_count: Columns; None where that isn't known before.
        file_count: Files to read from.
        is_exact: Whether the bytes were reckoned from the files' own tables of contents.
    """

    row_count: int | None
    byte_count: int
    column_count: int | None
    file_count: int
    is_exact: bool

    def __repr__(self) -> str:
        """The same as a sentence."""
        return view.estimate_text(self)


@dataclass(frozen=True, slots=True)
class HubWish:
    """What is to be imported.

    Attributes:
        repo_id: ``owner/name``.
        subset: Which table; None is the only one, or the default.
        splits: Which splits; None is all of them.
        columns: Which columns; None is all that aren't media.
        where: A condition over the columns, as SQL writes it.
        limit: How many rows at most, over all splits.
        revision: A branch, tag or commit; None is the default branch.
    """

    repo_id: str
    subset: str | None = None
    splits: Sequence[str] | None = None
    columns: Sequence[str] | None = None
    where: str | None = None
    limit: int | None = None
    revision: str | None = None

    def __post_init__(self) -> None:
        """Refuse values of a wrong kind.

        Raises:
            BadArgument: one can't be used.
        """
        for name in ("subset", "where", "revision"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, str) or not value.strip()):
                raise BadArgument(f"{name}={value!r} is no text.", field=name)
        for name in ("splits", "columns"):
            values = getattr(self, name)
            if values is None:
                continue
            several = () if isinstance(values, str) else tuple(values)
            if not several or not all(isinstance(each, str) for each in several):
                raise BadArgument(f"{name}={values!r} is no list of names.", field=name)
            if len(set(several)) < len(several):
                raise BadArgument(f"{name}= names one twice.", field=name)
        require_count(self.limit, "limit")
