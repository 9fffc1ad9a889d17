"""Users' single expressions and conditions over the columns of one dataset.

An expression gives one value for each row. It may look at other rows of the dataset in a subquery
on ``this``, and at nothing else: the gate parses it, and the locked instance binds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument, BadQuery, VaultError
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import described
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

THIS = "this"
_ONE_EACH = "It gives one value for each row; wrap what looks at all rows in (SELECT … FROM this)."


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that passed.

    Attributes:
        text: As it was written.
        type: The type it gives, as DuckDB writes it.
        needs_all_rows: Whether it speaks of the dataset again, in a subquery.
    """

    text: str
    type: str
    needs_all_rows: bool

    @property
    def sql(self) -> str:
        """It as a part of other SQL, where ``this`` is the name of the rows."""
        # On a line of its own end, since it may end in a comment.
        return f"(({self.text}\n))"

    @property
    def is_true(self) -> str:
        """Whether it is met, never NULL."""
        return f"(CAST({self.sql} AS BOOLEAN) IS TRUE)"


def checked(cursor: Cursor, columns: Columns, text: object, field: str) -> Expression:
    """Let an expression pass.

    Args:
        cursor: One of `Engine.answering`.
        columns: What it may speak of.
        text: The expression.
        field: What the call names it, for the sentence.

    Raises:
        BadArgument: it is no text, or empty.
        BadQuery: it is no single expression, or reaches something else.
    """
    if not isinstance(text, str) or not text.strip():
        raise BadArgument(
            f"{field}= is an expression in SQL.", hint='For example "rating >= 4".', field=field
        )
    # It must be SQL without brackets, with one and with two: a text that closes a bracket to add
    # rows or clauses of its own is none in one of these places.
    gate.check(cursor, f"SELECT {text}\n FROM {THIS}")
    gate.check(cursor, f"SELECT ({text}\n) FROM {THIS}")
    met = f"SELECT * FROM {THIS} WHERE (({text}\n)) IS NULL"
    gate.check(cursor, f"SELECT * FROM {THIS} WHERE ({text}\n) IS NULL")
    if gate.check(cursor, met).tables != (THIS,):
        raise BadQuery(f"{field}= can speak of this dataset's columns only.")
    alone = gate.check(cursor, f"SELECT ({text}\n)")
    try:
        with translated():
            cursor.execute(f"CREATE OR REPLACE TEMP VIEW {THIS} AS {scan(columns, [])}")
            # In this place neither aggregates nor windows nor unnest() are allowed.
            cursor.execute(met).fetchall()
        found = described(cursor, Sql(f"SELECT (({text}\n)) AS made FROM {THIS}"))
        # Between brackets, several values would be one row of them.
        bare = described(cursor, Sql(f"SELECT {text}\n FROM {THIS}"))
    except VaultError as error:
        raise BadQuery(error.message, hint=_ONE_EACH) from error
    if len(found) != 1 or len(bare) != 1:
        raise BadQuery(f"{field}= gives several columns.", hint=_ONE_EACH)
    return Expression(text, found[0][1], THIS in alone.tables)


def condition(cursor: Cursor, columns: Columns, text: object, field: str = "where") -> Expression:
    """Let a condition pass: an expression that is true or false.

    Raises:
        BadArgument: it is no text, or empty.
        BadQuery: it is no condition on the columns.
    """
    made = checked(cursor, columns, text, field)
    if made.type not in ("BOOLEAN", '"NULL"'):
        raise BadQuery(
            f"{field}= gives {made.type}, which is neither true nor false.",
            hint=f'{field}= is a condition in SQL, such as "rating >= 4".',
        )
    return made


def with_all_rows(everything: str, *expressions: Expression | None) -> str:
    """What stands before a query whose expressions look at all rows; empty where none does."""
    if any(each is not None and each.needs_all_rows for each in expressions):
        return f"WITH {THIS} AS NOT MATERIALIZED ({everything}) "
    return ""
