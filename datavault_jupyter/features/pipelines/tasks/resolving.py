"""How the answers of several contributors become one value of the row."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.nodes import Node

_NUMBERS = ("mean", "median")


def rule_of(node: Node, field: Field) -> str:
    """Which rule resolves a field: the node's, else that of the field's type.

    One answer needs no rule.
    """
    if node.overlap == 1:
        return "latest"
    chosen = node.resolve.get(field.name, field.kind.resolve)
    return "latest" if chosen in _NUMBERS and field.repeat else chosen


def resolved(node: Node, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The value of each field of a node, from what was handed in, oldest first.

    A field without a value in any answer is left out; a tie of a majority is left out, too.

    Args:
        node: Whose fields.
        answers: The contents of the answers.
    """
    made = {}
    for field in node.fields:
        if not field.is_asked:
            continue
        values = [each[field.name] for each in answers if field.name in each]
        value = _resolve(rule_of(node, field), values) if values else None
        if value is not None:
            made[field.name] = value
    return made


def _resolve(rule: str, values: Sequence[Any]) -> Any:
    if rule == "latest":
        return values[-1]
    if rule == "first":
        return values[0]
    if rule == "majority":
        return _majority(values)
    numbers = [float(each) for each in values if isinstance(each, int | float)]
    if len(numbers) != len(values):
        return values[-1]
    return statistics.fmean(numbers) if rule == "mean" else statistics.median(numbers)


def _majority(values: Sequence[Any]) -> Any:
    """The most frequent value; None where two are equally frequent."""
    texts = Counter(json.dumps(each, sort_keys=True) for each in values)
    (first, most), *others = texts.most_common(2)
    if others and others[0][1] == most:
        return None
    return json.loads(first)
