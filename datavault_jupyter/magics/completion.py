"""Completion of ``%vault`` lines and ``%%vault sql`` cells: verbs, flags, names, columns, files.

An IPython matcher (API version 2). It never raises: a completion that fails offers nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)

from datavault_jupyter.base.names import name_key
from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.offers import Catalogue, Offers, offers_for_sql
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.registry import verbs
from datavault_jupyter.magics.verbs import Verb
from datavault_jupyter.magics.words import Word, scanned

if TYPE_CHECKING:
    from datavault_jupyter.magics.dispatch import VaultMagics

MOST = 200
_NAMED_WITH = "'\"\\ \t(){};"
_WORDS = {
    "--as": ("rows", "df", "pl", "arrow", "relation"),
    "--confirm": ("delete",),
    "--date-order": ("dmy", "mdy", "ymd"),
    "--differing": ("refuse", "fill", "take"),
    "--duplicates": ("keep", "drop"),
    "--encoding": ("utf-8", "utf-16", "latin-1", "cp1252"),
    "--level": ("nominal", "ordinal", "interval", "ratio"),
    "--kind": ("master", "clone", "merge"),
    "--on-error": ("fail", "skip"),
    "--format": ("csv", "json", "ndjson", "parquet", "arrow", "zip", "zip-json"),
    "--sort": ("name", "status", "rows", "source", "project", "created", "updated", "size"),
    "--source": ("pipeline", "file", "huggingface", "export"),
    "--status": ("collecting", "draft", "complete", "orphaned"),
}

_COLUMN_FLAGS = (
    "--columns", "--field", "--first", "--item", "--key", "--rater", "--second", "--winner",
)  # fmt: skip
_VERSION_FLAGS = ("--since", "--version")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor is.

    Attributes:
        line: The magic's line after its name, up to the cursor.
        above: The SQL of the cell up to the cursor, when it is below the magic's line.
        below: What follows the cursor in the line; or in the cell, when the cursor is there.
    """

    line: str
    above: str | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """A line as far as it is typed.

    Attributes:
        words: The words that are complete.
        fragment: What is typed of the next, as it stands there.
        last: The same, read.
        line: All of it.
        below: What follows the cursor.
    """

    words: Sequence[str]
    fragment: str
    last: Word
    line: str
    below: str


def make_matcher(magics: VaultMagics) -> Any:
    """The matcher for one shell's magics."""

    def match(context: CompletionContext) -> SimpleMatcherResult:
        try:
            offers = _offers(magics, context)
        except Exception:  # noqa: BLE001 - a keystroke must never end in an error
            offers = Offers()
        if not context.text_until_cursor.endswith(offers.fragment):
            offers = Offers()
        texts = _beside_quote(offers, context.line_with_cursor[context.cursor_position :])
        found = [SimpleCompletion(text, type=offers.kind) for text in texts]
        made = SimpleMatcherResult(completions=found, suppress=bool(found), ordered=True)
        made["matched_fragment"] = offers.fragment if found else ""
        return made

    return context_matcher(identifier="VaultMagics.matcher")(match)


def _beside_quote(offers: Offers, after: str) -> list[str]:
    """The texts without their last quotation mark where the editor has put one already."""
    quote = offers.fragment[:1]
    is_there = quote in ("'", '"') and after.startswith(quote)
    return [text.removesuffix(quote) if is_there else text for text in offers.texts[:MOST]]


def _offers(magics: VaultMagics, context: CompletionContext) -> Offers:
    spot = find_spot(context, magics.name)
    if spot is None:
        return Offers()
    catalogue = Catalogue(magics.vault)
    if spot.above is not None:
        return offers_for_sql(catalogue, spot.above, spot.below)
    return _on_line(catalogue, spot, magics.name)


def find_spot(context: CompletionContext, magic: str) -> Spot | None:
    """Where the cursor is in a line or cell of this magic; None when it is elsewhere."""
    lines = context.full_text.split("\n")
    before = context.text_until_cursor
    after = context.line_with_cursor[len(before) :]
    top = next((at for at, text in enumerate(lines) if text.strip()), 0)
    cell = re.match(rf"\s*%%{magic}(?:\s+(.*))?$", lines[top])
    if cell and context.cursor_line > top:
        if "sql" not in (cell.group(1) or "").split():
            return None
        above = "\n".join([*lines[top + 1 : context.cursor_line], before])
        return Spot("", above, "\n".join([after, *lines[context.cursor_line + 1 :]]))
    found = re.match(rf"\s*(?:[\w\s,.\[\]'\"]+=\s*)?%%?{magic}\s(.*)$", before)
    if not found:
        return None
    return Spot(re.sub(r"^\s*\w+\s*<<\s*", "", found.group(1)), below=after)


def _typing(spot: Spot) -> Typing:
    line, words = spot.line, list(scanned(spot.line))
    # A quotation mark or an expression that is open keeps a word open, spaces and all.
    is_over = line[-1:].isspace() and words and not (words[-1].quote or "{{" in words[-1].text)
    last = Word("", len(line), len(line)) if is_over or not words else words.pop()
    return Typing([word.text for word in words], line[last.start :], last, line, spot.below)


def _on_line(catalogue: Catalogue, spot: Spot, magic: str) -> Offers:
    typed = _typing(spot)
    if "{{" in typed.fragment:
        return Offers()  # Python's own completion knows better
    common = Parser(f"%{magic}", Names({}), "")
    given = _without_flags(common, typed.words)
    if not given and _flag_before(common, typed.words) == "--vault":
        return _files(typed, only_folders=True)
    if not given:
        return _words(common.flags() if typed.fragment[:1] == "-" else verbs(magic), typed.fragment)
    verb = verbs(magic).get(given[0])
    return _for_verb(catalogue, verb, verb.parser(Names({}), magic), typed) if verb else Offers()


def _for_verb(catalogue: Catalogue, verb: Verb, parser: Parser, typed: Typing) -> Offers:
    given = _without_flags(parser, typed.words)[1:]
    flag = _flag_before(parser, typed.words)
    if flag:
        return _for_flag(catalogue, flag, given, typed)
    if typed.fragment.startswith("-") and not (verb.takes_sql and given):
        return _words(parser.flags(), typed.fragment)
    if verb.takes_sql:
        return offers_for_sql(catalogue, typed.line.partition(verb.word)[2], typed.below)
    if verb.word == "help":
        return _words(verbs(), typed.fragment)
    if verb.names_dataset and not given:
        return _names(catalogue.names(typed.last.text), typed, "dataset")
    if verb.names_files and len(given) == int(verb.names_dataset):
        return _files(typed)
    return Offers()


def _for_flag(catalogue: Catalogue, flag: str, given: Sequence[str], typed: Typing) -> Offers:
    if flag == "--vault":
        return _files(typed, only_folders=True)
    if flag == "--project":
        return _names(catalogue.projects(), typed, "project")
    if flag == "--where" and given:
        return _for_condition(catalogue, given[0], typed)
    if flag in _VERSION_FLAGS and given:
        return _names(catalogue.versions(given[0]), typed, "version")
    quote, fragment = typed.last.quote, typed.fragment
    comma = fragment.rfind(",", 0, fragment.rfind(quote) if quote else len(fragment)) + 1
    piece = fragment[comma:]
    if flag in _COLUMN_FLAGS and given:
        of_piece = Word(piece.removeprefix(quote), 0, len(piece), quote)
        known = catalogue.columns(given[0])
        return _names(known, replace(typed, fragment=piece, last=of_piece), "column")
    return _words(_WORDS.get(flag, ()), piece)


def _for_condition(catalogue: Catalogue, dataset: str, typed: Typing) -> Offers:
    """Columns within a condition, which is SQL within a word of the line."""
    quote = typed.last.quote
    found = offers_for_sql(catalogue, typed.last.text, named=[dataset])
    if quote == '"':
        texts, piece = (
            [each.replace('"', '\\"') for each in found.texts],
            found.fragment.replace('"', '\\"'),
        )
        return replace(found, texts=texts, fragment=piece)
    return replace(found, texts=[text for text in found.texts if quote or '"' not in text])


def _flag_before(parser: Parser, texts: Sequence[str]) -> str:
    """The flag whose value is being typed, if one is."""
    if texts and texts[-1].startswith("-") and parser.takes_value(texts[-1]):
        return texts[-1]
    return ""


def _without_flags(parser: Parser, texts: Sequence[str]) -> list[str]:
    """The words that are neither flags nor their values."""
    made, is_value = [], False
    for text in texts:
        if is_value:
            is_value = False
        elif text.startswith("-"):
            is_value = parser.takes_value(text)
        else:
            made.append(text)
    return made


def _words(known: Iterable[str], fragment: str) -> Offers:
    """Words of ours that start like the fragment."""
    return Offers([each for each in known if each.startswith(fragment)], fragment, "keyword")


def _names(known: Iterable[str], typed: Typing, kind: str) -> Offers:
    """Names that start like what is typed, upper or lower case, each as one word."""
    start = name_key(typed.last.text)
    found = [each for each in known if name_key(each).startswith(start)][:MOST]
    return Offers([as_word(each, typed.last.quote) for each in found], typed.fragment, kind)


def as_word(name: str, quote: str = "") -> str:
    """A name as one word of a line.

    >>> as_word("reviews"), as_word("my data")
    ('reviews', '"my data"')
    """
    needs = quote or not name or any(char in _NAMED_WITH for char in name) or name[0] == "-"
    if not needs:
        return name
    if quote == "'" and "'" not in name:
        return f"'{name}'"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _files(typed: Typing, *, only_folders: bool = False) -> Offers:
    """Files and folders that start like what is typed."""
    last = typed.last
    head, tail = os.path.split(last.text)
    folder = Path(head or ".").expanduser()
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            is_folder = entry.is_dir()
            is_hidden = entry.name.startswith(".") and not tail.startswith(".")
            if is_hidden or (only_folders and not is_folder) or not entry.name.startswith(tail):
                continue
            path = Path(head, entry.name) if head else Path(entry.name)
            text = f"{path}{os.sep}" if is_folder else str(path)
            # A folder is not the end of the path: its quotation mark stays open.
            made = as_word(text, last.quote)
            found.append(made[:-1] if is_folder and made[-1] in "\"'" else made)
    return Offers(sorted(found)[:MOST], typed.fragment, "path")
