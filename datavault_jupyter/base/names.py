"""Names of datasets, projects and columns: what is allowed, and when two are the same."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from datavault_jupyter.base.errors import BadName

MAX_NAME = 300
_PACKED = (".gz", ".zst", ".bz2", ".xz")
# Categories of characters that leave nothing to see: separators, controls, formats.
_UNSEEN = ("Z", "C")


def name_key(name: str) -> str:
    r"""The form in which two names are compared: NFC, then casefolded.

    >>> name_key("Café") == name_key("CAFE\u0301")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def clean_name(name: object, what: str = "dataset") -> str:
    """A name ready to be stored: NFC, no space around it.

    Raises:
        BadName: it is no text, blank to the eye, holds control characters or is too long.

    >>> clean_name("  reviews ")
    'reviews'
    """
    if not isinstance(name, str):
        raise BadName(
            f"The name of a {what} must be text, not {type(name).__name__}.", field="name"
        )
    text = unicodedata.normalize("NFC", name).strip()
    if all(unicodedata.category(char)[0] in _UNSEEN for char in text):
        raise BadName(f"The name of a {what} can't be blank.", hint="Give it a name.", field="name")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise BadName(
            f"The name of a {what} can't hold line breaks or control characters.",
            hint="Write it on one line.",
            field="name",
        )
    if len(text) > MAX_NAME:
        raise BadName(
            f"The name of a {what} can have {MAX_NAME} characters; this one has {len(text)}.",
            hint="Shorten it, and put the rest in the description.",
            field="name",
        )
    return text


def name_of_file(path: PurePath) -> str:
    """The name a dataset gets from its file: without folders, packing and extension.

    >>> name_of_file(PurePath("data/reviews.csv.gz"))
    'reviews'
    """
    stem = path.name
    if path.suffix.lower() in _PACKED:
        stem = path.stem
    return PurePath(stem).stem or stem


def near_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that look most like a name, for "did you mean".

    >>> near_names("reveiws", ["reviews", "flights"])
    ['reviews']
    """
    by_key = {name_key(each): each for each in known}
    return [by_key[key] for key in difflib.get_close_matches(name_key(name), by_key, n=most)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence that offers near names, or nothing.

    >>> did_you_mean("reveiws", ["reviews", "flights"])
    "Did you mean 'reviews'?"
    """
    near = near_names(name, known)
    return f"Did you mean {' or '.join(repr(each) for each in near)}?" if near else ""
