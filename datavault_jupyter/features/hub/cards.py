"""What a dataset's card says: its tables, their files, their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datavault_jupyter.base.errors import HubBadCard

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_SPLIT = re.compile(r"\w+(\.\w+)*")
DEFAULT = "default"
TRAIN = "train"
# What a table of the card may say besides; the rest are options for whoever reads the files.
_OWN_KEYS = {"config_name", "data_files", "data_dir", "default", "description", "version"}


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table that the card names.

    Attributes:
        name: Its name.
        is_default: Whether the card says that it is the default.
        patterns: For each split, which files; None: the files themselves tell.
        folder: Where the patterns start.
        options: How to read the files.
    """

    name: str
    is_default: bool = False
    patterns: Mapping[str, tuple[str, ...]] | None = None
    folder: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A card.

    Attributes:
        facts: All that its front matter says.
        tables: The tables it names; none where the files themselves tell.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[CardTable, ...] = ()

    @property
    def licence(self) -> str:
        """The licence, or several of them."""
        return ", ".join(_words(self.facts.get("license")))

    def info(self, table: str) -> Mapping[str, Any]:
        """What it says of a table's columns and sizes; these may be out of date."""
        told = self.facts.get("dataset_info")
        several = told if isinstance(told, list) else [told]
        for each in several:
            if isinstance(each, Mapping) and each.get("config_name", DEFAULT) == table:
                return each
        only = [each for each in several if isinstance(each, Mapping)]
        return only[0] if len(only) == 1 and "config_name" not in only[0] else {}

    def row_counts(self, table: str) -> dict[str, int]:
        """Rows of each split, as far as it says."""
        splits = self.info(table).get("splits")
        return {
            str(each["name"]): int(each["num_examples"])
            for each in (splits if isinstance(splits, list) else [])
            if isinstance(each, Mapping) and "name" in each and _is_count(each.get("num_examples"))
        }


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read(text: str, repo_id: str) -> Card:
    """A card out of a README, or of a file that is YAML alone.

    Raises:
        HubBadCard: it is no YAML, or contradicts itself.
    """
    found = _FRONT.match(text)
    return made(_yaml(found[1], repo_id) if found else {}, repo_id)


def read_yaml(text: str, repo_id: str) -> Mapping[str, Any]:
    """The facts of a file that is YAML alone.

    Raises:
        HubBadCard: it is no YAML.
    """
    return _yaml(text, repo_id)


def _yaml(text: str, repo_id: str) -> Mapping[str, Any]:
    import yaml

    try:
        facts = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # Counted in the README, where the text begins in the second line.
        where = f", line {mark.line + 2}" if mark is not None else ""
        raise HubBadCard(f"The card of {repo_id} (README.md{where}) is no valid YAML.") from None
    return facts if isinstance(facts, Mapping) else {}


def made(facts: Mapping[str, Any], repo_id: str) -> Card:
    """A card of its facts.

    Raises:
        HubBadCard: they contradict each other.
    """
    tables = tuple(_tables(facts.get("configs"), repo_id))
    names = [each.name for each in tables]
    if len(set(names)) < len(names):
        raise HubBadCard(f"The card of {repo_id} names a subset twice.")
    defaults = [each.name for each in tables if each.is_default]
    if len(defaults) > 1:
        raise HubBadCard(
            f"The card of {repo_id} has several default subsets: {', '.join(defaults)}.",
        )
    return Card(facts, tables)


def _tables(configs: object, repo_id: str) -> Iterator[CardTable]:
    for each in configs if isinstance(configs, list) else []:
        if not isinstance(each, Mapping):
            raise HubBadCard(f"The card of {repo_id} has a subset that is no table of settings.")
        name = str(each.get("config_name") or DEFAULT)
        yield CardTable(
            name,
            is_default=each.get("default") is True,
            patterns=_patterns(each.get("data_files"), name, repo_id),
            folder=str(each.get("data_dir") or "").strip("/"),
            options={str(key): value for key, value in each.items() if key not in _OWN_KEYS},
        )


def _patterns(files: object, table: str, repo_id: str) -> dict[str, tuple[str, ...]] | None:
    if files is None:
        return None
    entries = files if isinstance(files, list) else [files]
    if isinstance(files, Mapping):
        entries = [{"split": split, "path": path} for split, path in files.items()]
    made: dict[str, list[str]] = {}
    for each in entries:
        if isinstance(each, Mapping):
            split, paths = str(each.get("split") or TRAIN), _words(each.get("path"))
        else:
            split, paths = TRAIN, _words(each)
        if not _SPLIT.fullmatch(split):
            raise HubBadCard(
                f"The card of {repo_id} names a split {split!r} in subset {table!r}, "
                "which is no name for one."
            )
        if not paths:
            raise HubBadCard(
                f"The card of {repo_id} names no files for split {split!r} of subset {table!r}."
            )
        made.setdefault(split, []).extend(paths)
    return {split: tuple(paths) for split, paths in made.items()}


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence):
        return [str(each) for each in value if each is not None]
    return []


def default_of(names: Sequence[str], tables: Sequence[CardTable]) -> str | None:
    """The table that is meant when none is named; None where one has to be chosen."""
    if len(names) == 1:
        return names[0]
    told = [each.name for each in tables if each.is_default]
    return told[0] if told else (DEFAULT if DEFAULT in names else None)
