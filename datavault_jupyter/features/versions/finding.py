"""Which version is meant by a word: an id, a number, a tag or a name."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.errors import VersionNotFound
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.features.versions.records import Version, precedence


def found(versions: Sequence[Version], word: str, dataset: str) -> Version:
    """The version that a word means; of several the highest semantic number, else the newest.

    Args:
        versions: Those of the dataset, newest first.
        word: An id, a number, a tag or a name.
        dataset: The dataset's name, for the sentence.

    Raises:
        VersionNotFound: none; the hint has the nearest.
    """
    for each in versions:
        if word in (each.id, each.number):
            return each
    tagged = [each for each in versions if word in each.tags]
    named = [each for each in versions if each.name and name_key(each.name) == name_key(word)]
    best = highest(tagged or named)
    if best is not None:
        return best
    known = [
        *(each.number for each in versions),
        *(tag for each in versions for tag in each.tags),
    ]
    raise VersionNotFound(
        f"{dataset!r} has no version {word!r}.",
        hint=did_you_mean(word, known) or f"Versions: {', '.join(known[:12])}.",
        field="version",
    )


def highest(versions: Sequence[Version]) -> Version | None:
    """The one with the highest semantic number, else the newest; archived ones come last."""
    return max(
        versions,
        key=lambda each: (
            not each.is_archived,
            each.state.is_finished,
            precedence(each.number),
            each.key,
        ),
        default=None,
    )
