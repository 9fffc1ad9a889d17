"""From an id and a revision to one commit, and from there to tables, splits and files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import (
    HubBadCard,
    HubBadId,
    HubChoice,
    HubNoData,
)
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.features.hub import cards, patterns
from datavault_jupyter.features.hub.cache import Cache
from datavault_jupyter.features.hub.cards import Card
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.fetching import Fetcher, RemoteFile
from datavault_jupyter.features.hub.records import HubGate

if TYPE_CHECKING:
    from huggingface_hub import DatasetInfo

MAIN = "main"
CONVERTED = "refs/convert/parquet"
_ID = re.compile(r"[\w.-]+/[\w.-]+|[\w.-]+")
_ADDRESS = re.compile(r"(?:hf://datasets/|https?://[^/]+/datasets/)")
_MOST_TEXT = 5_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A subset and where its rows are.

    Attributes:
        name: Its name.
        sha: The commit of its files: the dataset's own, or that of its Parquet copy.
        splits: The files of each split.
        format: Of the files.
        is_converted: Whether it is the Hub's Parquet copy.
        partial: Splits whose copy was cut.
        options: How to read the files, as the card says.
    """

    name: str
    sha: str
    splits: Mapping[str, tuple[RemoteFile, ...]]
    format: str
    is_converted: bool = False
    partial: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> list[tuple[str, RemoteFile]]:
        """All files with their splits, in order."""
        return [(split, each) for split, files in self.splits.items() for each in files]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A dataset at one commit.

    Attributes:
        repo_id: As the Hub calls it now.
        revision: What was asked for.
        sha: The commit.
        committed_at: When it was made.
        description: What it is about.
        gate: Whether terms have to be accepted.
        is_private: Whether only its owner sees it.
        files: Everything in it.
        card: What its card says.
    """

    repo_id: str
    revision: str
    sha: str
    committed_at: datetime | None
    description: str
    gate: HubGate
    is_private: bool
    files: Mapping[str, RemoteFile]
    card: Card


def parsed(text: object) -> tuple[str, str | None]:
    """An id and the revision behind its @, out of an id, an hf:// address or a page's.

    Raises:
        HubBadId: it is none.

    >>> parsed("hf://datasets/birds/csv@v1.0"), parsed("hf://birds/csv")
    (('birds/csv', 'v1.0'), ('birds/csv', None))
    """
    if not isinstance(text, str):
        raise HubBadId(f"{text!r} is no id of a dataset.", field="repo_id")
    rest = _ADDRESS.sub("", text.strip(), count=1).removeprefix("hf://").strip("/")
    repo_id, mark, revision = rest.partition("@")
    if not _ID.fullmatch(repo_id) or ".." in repo_id or (mark and not revision):
        raise HubBadId(f"{text!r} is no id of a dataset.", field="repo_id")
    return repo_id, revision or None


class Resolver:
    """Finds out what there is.

    Args:
        line: The way to the Hub.
        cache: What is kept of it on this machine.
    """

    def __init__(self, line: Line, cache: Cache) -> None:
        self._line = line
        self._cache = cache

    def head(self, repo_id: str, revision: str | None) -> DatasetInfo:
        """What the Hub says of a revision, its commit above all.

        Raises:
            HubRepoNotFound: there is no such dataset, or it is private.
            HubRevisionNotFound: it has no such revision.
        """
        about = self._line.about(repo_id, revision or MAIN)
        return self._line.ask(about, lambda api: api.dataset_info(repo_id, revision=revision))

    def resolve(self, repo_id: str, revision: str | None) -> Resolved:
        """A dataset at the commit that a revision stands for.

        Raises:
            HubGated: this account may not read its files.
            HubBadCard: its card can't be read.
        """
        info = self.head(repo_id, revision)
        # A renamed dataset goes by its new id from here on.
        found, sha = str(info.id), str(info.sha)
        about = self._line.about(found, sha)
        if info.gated:
            self._line.ask(about, lambda api: api.auth_check(found, repo_type="dataset"))
        files = self._tree(found, sha)
        fetcher = self.fetcher(found, sha)
        return Resolved(
            repo_id=found,
            revision=revision or MAIN,
            sha=sha,
            committed_at=info.last_modified,
            description=str(getattr(info, "description", None) or "").strip(),
            gate=gate_of(info.gated),
            is_private=bool(info.private),
            files=files,
            card=_card(found, files, fetcher),
        )

    def fetcher(self, repo_id: str, sha: str) -> Fetcher:
        """Who fetches files of a commit."""
        return Fetcher(self._line, repo_id, sha, self._cache.shelf(repo_id, sha))

    def _tree(self, repo_id: str, revision: str) -> dict[str, RemoteFile]:
        from huggingface_hub.hf_api import RepoFile

        def question(api: Any) -> dict[str, RemoteFile]:
            listed = api.list_repo_tree(
                repo_id, revision=revision, recursive=True, repo_type="dataset"
            )
            made = {}
            for each in listed:
                self._line.check()
                if isinstance(each, RepoFile):
                    sha256 = each.lfs.sha256 if each.lfs else ""
                    made[each.path] = RemoteFile(each.path, each.size, sha256, each.blob_id)
            return made

        return self._line.ask(self._line.about(repo_id, revision), question)

    def tables(self, found: Resolved) -> list[str]:
        """The names of all tables, in the order of the card."""
        if found.card.tables:
            return [each.name for each in found.card.tables]
        return list(self._converted(found)[1]) if self._needs_copy(found) else [cards.DEFAULT]

    def default(self, found: Resolved, names: Sequence[str]) -> str | None:
        """The table that is meant when none is named."""
        return cards.default_of(names, found.card.tables)

    def table(self, found: Resolved, subset: str | None) -> Table | None:
        """A table; None where one has to be chosen.

        Raises:
            HubChoice: there is no such one.
            HubBadCard: its card names files that don't exist.
            HubNoData: it has no files that are read.
        """
        names = self.tables(found)
        if not names:
            return self._copied(found, subset or cards.DEFAULT, list(found.files))
        if subset is None:
            subset = cards.default_of(names, found.card.tables)
        if subset is None:
            return None
        if subset not in names:
            raise HubChoice(
                f"{found.repo_id} has no subset {subset!r}.",
                hint=did_you_mean(subset, names) or f"Subsets: {', '.join(names[:20])}.",
                field="subset",
            )
        splits, options = _splits(found, subset)
        paths = [each for several in splits.values() for each in several]
        formats = {patterns.format_of(each) for each in paths}
        if len(formats) == 1 and None not in formats:
            return Table(
                subset,
                found.sha,
                {name: tuple(found.files[each] for each in them) for name, them in splits.items()},
                str(formats.pop()),
                options=options,
            )
        return self._copied(found, subset, paths)

    def _needs_copy(self, found: Resolved) -> bool:
        paths = [each for several in patterns.by_names(list(found.files)).values()
                 for each in several]  # fmt: skip
        return not any(map(patterns.format_of, paths))

    def _copied(self, found: Resolved, subset: str, paths: Sequence[str]) -> Table:
        """The Hub's Parquet copy of a table whose own files aren't read."""
        endings = sorted({patterns.ending_of(each) for each in paths if patterns.is_data(each)})
        sha, tables = self._converted(found)
        if subset not in tables:
            what = f"only {', '.join(endings[:5])} files" if any(endings) else "no files with rows"
            hint = None
            if not self._is_head(found):
                hint = "The Hub's Parquet copy exists for the newest revision only."
            raise HubNoData(f"{found.repo_id} has {what} in subset {subset!r}.", hint=hint)
        splits = tables[subset]
        return Table(
            subset,
            sha,
            {each.removeprefix("partial-"): tuple(files) for each, files in splits.items()},
            "parquet",
            is_converted=True,
            partial=frozenset(
                each.removeprefix("partial-") for each in splits if each.startswith("partial-")
            ),
        )

    def _is_head(self, found: Resolved) -> bool:
        """Whether it is the newest commit, of which alone there is a copy."""
        return found.revision == MAIN or self.head(found.repo_id, None).sha == found.sha

    def _converted(self, found: Resolved) -> tuple[str, dict[str, dict[str, list[RemoteFile]]]]:
        """The Parquet copy: its commit, and its files by table and split; nothing of old ones."""
        if not self._is_head(found):
            return "", {}
        about = self._line.about(found.repo_id, CONVERTED)
        refs = self._line.ask(
            about, lambda api: api.list_repo_refs(found.repo_id, repo_type="dataset")
        )
        sha = next((each.target_commit for each in refs.converts if each.ref == CONVERTED), None)
        if sha is None:
            return "", {}
        made: dict[str, dict[str, list[RemoteFile]]] = {}
        for path, file in sorted(self._tree(found.repo_id, sha).items()):
            parts = path.split("/")
            if len(parts) == 3 and path.endswith(".parquet"):
                made.setdefault(parts[0], {}).setdefault(parts[1], []).append(file)
        return sha, made


def left_aside(found: Resolved, table: Table) -> list[str]:
    """Files of the table's format that are in none of its splits, where names alone tell them."""
    told = any(each.patterns is not None for each in found.card.tables)
    if told or table.is_converted:
        return []
    used = {file.path for _, file in table.files}
    folder = next((each.folder for each in found.card.tables if each.name == table.name), "")
    return [
        path
        for path in sorted(found.files)
        if path not in used
        and path.startswith(f"{folder}/" if folder else "")
        and patterns.is_data(path)
        and patterns.format_of(path) == table.format
    ]


def gate_of(gated: object) -> HubGate:
    """The gate as the Hub says it: False, or how people are let in."""
    if not gated:
        return HubGate.OPEN
    return HubGate.MANUAL if gated == "manual" else HubGate.AUTO


def _card(repo_id: str, files: Mapping[str, RemoteFile], fetcher: Fetcher) -> Card:
    made = Card()
    readme = _text(files, "README.md", fetcher)
    if readme is not None:
        made = cards.read(readme, repo_id)
    over = _text(files, ".huggingface.yaml", fetcher)
    if over is not None:
        made = cards.made({**made.facts, **cards.read_yaml(over, repo_id)}, repo_id)
    return made


def _text(files: Mapping[str, RemoteFile], path: str, fetcher: Fetcher) -> str | None:
    file = files.get(path)
    if file is None or not 0 < file.byte_count <= _MOST_TEXT:
        return None
    return fetcher.whole(file).read_bytes().decode("utf-8", errors="replace")


def _splits(found: Resolved, subset: str) -> tuple[dict[str, list[str]], Mapping[str, Any]]:
    """The paths of each split of a table, and how the card says to read them."""
    paths = list(found.files)
    told = next((each for each in found.card.tables if each.name == subset), None)
    if told is None or told.patterns is None:
        folder = told.folder if told else ""
        return patterns.by_names(paths, folder), told.options if told else {}
    made = {}
    for split, wanted in told.patterns.items():
        files = list(dict.fromkeys(_meant(found, wanted, paths, told.folder)))
        if not files:
            raise HubBadCard(
                f"The card of {found.repo_id} names {', '.join(wanted)} for split {split!r} of "
                f"subset {subset!r}, and there is no such file."
            )
        made[split] = files
    return made, told.options


def _meant(
    found: Resolved, wanted: Sequence[str], paths: Sequence[str], folder: str
) -> Iterator[str]:
    own = f"hf://datasets/{found.repo_id}/"
    for pattern in wanted:
        if "://" in pattern and not pattern.startswith(own):
            raise HubNoData(
                f"The card of {found.repo_id} names files outside of it: {pattern}",
                hint="Fetch them yourself and import them as files.",
            )
        yield from patterns.matching(pattern.removeprefix(own), paths, folder)
