"""What the user's own variables say: ``{{expression}}`` and ``$name``."""

from __future__ import annotations

import ast
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.magics.mistakes import refuse

OPEN, CLOSE = "{{", "}}"
_MOST_SHOWN = 60


def end_of_expression(text: str, start: int) -> int:
    """Where an expression that opens at `start` is over; `start` itself when none opens there.

    The first ``}}`` that leaves valid Python before it closes, so that the expression may hold
    braces itself.

    >>> text = "{{ {'a': {'b': 1}}['a'] }} and more"
    >>> text[: end_of_expression(text, 0)]
    "{{ {'a': {'b': 1}}['a'] }}"
    """
    if not text.startswith(OPEN, start):
        return start
    close = text.find(CLOSE, start + 2)
    if close < 0:
        return start
    first = close
    while close >= 0:
        if _is_expression(text[start + 2 : close]):
            return close + 2
        close = text.find(CLOSE, close + 1)
    shown = text[start : first + 2]
    return refuse(f"{_cut(shown)} holds no Python expression.", "Write {{name}} or {{a + b}}.")


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


class Names:
    """The names a magic's line can speak of: those of the cell, and of the function around it."""

    def __init__(self, everywhere: dict[str, Any], here: Mapping[str, Any] | None = None) -> None:
        self._everywhere = everywhere
        self._here = everywhere if here is None else here

    def variable(self, name: str) -> Any:
        """The value of ``$name``, as SQL takes it.

        Raises:
            UsageError: there is no such variable.
        """
        known = unicodedata.normalize("NFKC", name)  # as Python writes its names
        for place in (self._here, self._everywhere):
            if known in place:
                return place[known]
        listed = [each for each in (*self._here, *self._everywhere) if not each.startswith("_")]
        hint = did_you_mean(name, listed) or f"Set {name} = … first."
        return refuse(f"There is no variable {name!r} for ${name}.", hint)

    def evaluate(self, expression: str) -> Any:
        """The value of a Python expression.

        Raises:
            UsageError: it fails.
        """
        code = compile(expression.strip(), "<{{…}}>", "eval")
        try:
            # The user's expression, in the user's kernel, among the user's names.
            return eval(code, self._everywhere, self._here)  # noqa: S307
        except Exception as error:  # noqa: BLE001 - the user's code can raise anything
            message = f"{_cut(OPEN + expression + CLOSE)} failed: {type(error).__name__}: {error}."
            return refuse(message.replace("..", "."))

    def named_by(self, expression: str) -> str:
        """The text an expression stands for: a name, a path, a value; a dataset's id.

        Raises:
            UsageError: it has no value, or fails.
        """
        value = self.evaluate(expression)
        if value is None:
            refuse(f"{_cut(OPEN + expression + CLOSE)} is None.", "Give it a value first.")
        return _text_of(value)

    def filled(self, text: str) -> str:
        """A text with each ``{{expression}}`` replaced by its value.

        >>> Names({"month": 3}).filled("flights-{{month + 1}}.csv")
        'flights-4.csv'
        """
        made, at = [], 0
        while at < len(text):
            end = end_of_expression(text, at)
            if end > at:
                made.append(self.named_by(text[at + 2 : end - 2]))
                at = end
            else:
                made.append(text[at])
                at += 1
        return "".join(made)


def _text_of(value: Any) -> str:
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    if type(value).__module__.startswith("datavault_jupyter."):
        from datavault_jupyter.dataset import Dataset
        from datavault_jupyter.vault import Vault

        if isinstance(value, Dataset):
            return value.id
        if isinstance(value, Vault):
            return str(value.path)
    return str(value)
