"""Which files make which split, where the card says it with patterns or doesn't say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from datavault_jupyter.features.hub.cards import TRAIN

_KEYWORDS = {
    TRAIN: ("train", "training"),
    "validation": ("validation", "valid", "dev", "val"),
    "test": ("test", "testing", "eval", "evaluation"),
}
_SHARDS = re.compile(r"data/(?P<split>\w+(?:\.\w+)*)-\d{5}-of-\d{5}.*\.[^/]+")
_NO_DATA = {
    "README.md", "dataset_info.json", "dataset_infos.json", "dataset_dict.json", "config.json",
    "LICENSE", "state.json",
}  # fmt: skip
_FORMATS = {
    ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "tsv", ".json": "json",
    ".jsonl": "ndjson", ".ndjson": "ndjson",
}  # fmt: skip
_PACKINGS = {".gz", ".zst"}
_WORD_ENDS = r"[-._ 0-9/]"


def format_of(path: str) -> str | None:
    """The format that a file's name promises, if it is one that is read.

    >>> format_of("data/a.jsonl.gz"), format_of("a.png")
    ('ndjson', None)
    """
    suffixes = [each.lower() for each in PurePath(path).suffixes]
    if suffixes and suffixes[-1] in _PACKINGS:
        suffixes.pop()
    return _FORMATS.get(suffixes[-1]) if suffixes else None


def ending_of(path: str) -> str:
    """The ending of a file's name, for sentences."""
    return PurePath(path).suffix.lower()


def is_data(path: str) -> bool:
    """Whether a file may hold rows: not the card, nothing hidden, nothing of the Hub's own."""
    parts = PurePath(path).parts
    return parts[-1] not in _NO_DATA and not any(each.startswith((".", "__")) for each in parts)


def matching(pattern: str, paths: Iterable[str], folder: str = "") -> list[str]:
    """The paths that a pattern of a card means, in order; a folder means all that is in it.

    >>> matching("data/train-*", ["data/train-1.csv", "data/test-1.csv", "data/train-x/y.csv"])
    ['data/train-1.csv']
    """
    wanted = "/".join(each for each in (folder, pattern.removeprefix("./").strip("/")) if each)
    compiled = re.compile(_translated(wanted))
    has_hidden = any(each.startswith((".", "__")) for each in wanted.split("/"))
    known = [each for each in paths if has_hidden or is_data(each)]
    found = [each for each in known if compiled.fullmatch(each)]
    if not found:
        inside = re.compile(_translated(wanted) + "/.*")
        found = [each for each in known if inside.fullmatch(each)]
    return sorted(found)


def _translated(pattern: str) -> str:
    made = ""
    at = 0
    while at < len(pattern):
        rest = pattern[at:]
        if rest.startswith("**/"):
            made, at = made + "(?:.*/)?", at + 3
        elif rest.startswith("**"):
            made, at = made + ".*", at + 2
        elif rest[0] == "*":
            made, at = made + "[^/]*", at + 1
        elif rest[0] == "?":
            made, at = made + "[^/]", at + 1
        elif rest[0] == "[" and "]" in rest[1:]:
            end = rest.index("]", 1)
            inner = rest[1:end]
            inner = "^" + inner[1:] if inner.startswith("!") else inner
            made, at = made + f"[{inner}]".replace("\\", "\\\\"), at + end + 1
        elif rest[0] == "{" and "}" in rest:
            end = rest.index("}")
            several = "|".join(_translated(each) for each in rest[1:end].split(","))
            made, at = made + f"(?:{several})", at + end + 1
        else:
            made, at = made + re.escape(rest[0]), at + 1
    return made


def by_names(paths: Sequence[str], folder: str = "") -> dict[str, list[str]]:
    """Splits as the names of files and folders tell them; all is ``train`` where they don't.

    >>> by_names(["train.csv", "dev.csv", "README.md"])
    {'train': ['train.csv'], 'validation': ['dev.csv']}
    """
    inside = f"{folder}/" if folder else ""
    known = sorted(each for each in paths if each.startswith(inside) and is_data(each))
    known = _of_one_format(known)
    rest = {each: each.removeprefix(inside) for each in known}
    shards: dict[str, list[str]] = {}
    for path in known:
        found = _SHARDS.fullmatch(rest[path])
        if found:
            shards.setdefault(found["split"], []).append(path)
    if shards:
        return _in_order(shards)
    for part in (_in_folder, _in_name):
        made: dict[str, list[str]] = {}
        for path in known:
            split = part(rest[path])
            if split:
                made.setdefault(split, []).append(path)
        if made:
            return _in_order(made)
    return {TRAIN: known} if known else {}


def _of_one_format(paths: Sequence[str]) -> list[str]:
    """Files of the commonest readable format, Parquet on a tie; all where none is readable."""
    counted = Counter(made for made in map(format_of, paths) if made)
    if not counted:
        return list(paths)
    most = max(counted.values())
    tied = [each for each, number in counted.items() if number == most]
    chosen = "parquet" if "parquet" in tied else tied[0]
    return [each for each in paths if format_of(each) == chosen]


def _keyword(text: str) -> str | None:
    for split, words in _KEYWORDS.items():
        for word in words:
            if re.search(rf"(?:^|{_WORD_ENDS}){word}(?:$|{_WORD_ENDS})", text, re.IGNORECASE):
                return split
    return None


def _in_folder(path: str) -> str | None:
    folder, _, _ = path.rpartition("/")
    return _keyword(folder) if folder else None


def _in_name(path: str) -> str | None:
    return _keyword(path.rpartition("/")[2])


def _in_order(splits: dict[str, list[str]]) -> dict[str, list[str]]:
    """The usual splits first, as they are trained with."""
    usual = [each for each in _KEYWORDS if each in splits]
    return {each: splits[each] for each in [*usual, *sorted(set(splits) - set(usual))]}
