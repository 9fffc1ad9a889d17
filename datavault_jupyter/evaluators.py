r"""Ready functions for ``pipeline.run``: checks that need no model.

Each gives ``True`` or ``False`` for a boolean field, or a number for `length`.

>>> from datavault_jupyter import evaluators
>>> check = evaluators.regex(r"\d{4}", on="reply")
>>> check({"reply": "In 1989."}), check({"reply": "Long ago."})
(True, False)
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from datavault_jupyter.base.errors import BadArgument

Evaluator = Callable[[Mapping[str, Any]], Any]


def _text(task: Mapping[str, Any], field: str) -> str:
    value = task.get(field)
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def regex(pattern: str, *, on: str, is_whole: bool = False) -> Evaluator:
    """Whether a field's text matches a regular expression, anywhere or as a whole.

    Raises:
        BadArgument: it is no regular expression.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise BadArgument(f"{pattern!r} is no regular expression: {error}.") from None
    found = compiled.fullmatch if is_whole else compiled.search
    return lambda task: found(_text(task, on)) is not None


def keywords(words: Iterable[str], *, on: str, is_any: bool = False) -> Evaluator:
    """Whether all the words are in a field's text, or any of them; upper or lower case.

    >>> keywords(["paris"], on="reply")({"reply": "It is Paris."})
    True
    """
    several = [words] if isinstance(words, str) else list(words)
    if not several:
        raise BadArgument("keywords= is empty.", hint="Name at least one word.")
    folded = [word.casefold() for word in several]

    def evaluate(task: Mapping[str, Any]) -> bool:
        text = _text(task, on).casefold()
        return (any if is_any else all)(word in text for word in folded)

    return evaluate


def valid_json(*, on: str) -> Evaluator:
    """Whether a field's text is JSON.

    >>> valid_json(on="reply")({"reply": '{"a": 1}'})
    True
    """

    def evaluate(task: Mapping[str, Any]) -> bool:
        try:
            json.loads(_text(task, on))
        except ValueError:
            return False
        return True

    return evaluate


def exact_match(*, on: str, reference: str, is_strict: bool = False) -> Evaluator:
    """Whether a field equals another one; without `is_strict`, but for case and outer spaces.

    >>> exact_match(on="reply", reference="truth")({"reply": " paris", "truth": "Paris"})
    True
    """

    def evaluate(task: Mapping[str, Any]) -> bool:
        if is_strict:
            return bool(task.get(on) == task.get(reference))
        return _text(task, on).strip().casefold() == _text(task, reference).strip().casefold()

    return evaluate


def length(*, on: str, unit: str = "characters") -> Evaluator:
    """How long a field's text is, in characters or words.

    >>> length(on="reply", unit="words")({"reply": "It is Paris."})
    3
    """
    if unit not in ("characters", "words"):
        raise BadArgument("unit= is characters or words.", field="unit")
    return lambda task: len(_text(task, on).split() if unit == "words" else _text(task, on))
