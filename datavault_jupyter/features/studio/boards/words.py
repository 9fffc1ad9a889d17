"""Filters in words, for pages that no view draws."""

from __future__ import annotations

from datavault_jupyter.storage.filters import Filter, Op

_OPS = {
    Op.EQ: "is", Op.NE: "is not", Op.LT: "is below", Op.LE: "is at most", Op.GT: "is above",
    Op.GE: "is at least", Op.BETWEEN: "is between", Op.IN: "is one of", Op.NOT_IN: "is none of",
    Op.CONTAINS: "contains", Op.NOT_CONTAINS: "doesn't contain", Op.STARTS: "starts with",
    Op.ENDS: "ends with", Op.IS_NULL: "has no value", Op.NOT_NULL: "has a value",
    Op.IS_EMPTY: "is empty text", Op.NOT_EMPTY: "isn't empty text",
    Op.IS_NAN: "is not a number", Op.NOT_NAN: "is a number",
}  # fmt: skip


def filter_words(condition: Filter) -> str:
    """A filter as people say it.

    >>> species = Filter(Op.EQ, "species", ("Adelie",))
    >>> mass = Filter(Op.BETWEEN, "mass", ("3000", "4000"))
    >>> filter_words(Filter(Op.AND, parts=(species, mass)))
    'species is Adelie and mass is between 3000 and 4000'
    """
    if condition.op is Op.NOT:
        return f"not ({filter_words(condition.parts[0])})"
    if condition.op in (Op.AND, Op.OR):
        parts = [
            f"({filter_words(each)})" if each.op in (Op.AND, Op.OR) else filter_words(each)
            for each in condition.parts
        ]
        return f" {condition.op} ".join(parts)
    values = ["no value" if each is None else each for each in condition.values]
    joint = " and " if condition.op is Op.BETWEEN else ", "
    return f"{condition.column} {_OPS[condition.op]} {joint.join(values)}".rstrip()
