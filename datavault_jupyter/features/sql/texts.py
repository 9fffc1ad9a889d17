"""A query as text that Python takes."""

from __future__ import annotations

from datavault_jupyter.features.sql.completing import as_name
from datavault_jupyter.features.sql.tokens import tokens


def with_this(query: str, source: str) -> str:
    r"""A query in which ``this`` is said: what it means comes first.

    Args:
        query: One SELECT.
        source: What stands for ``this``: a query of its own.

    >>> with_this("SELECT max(a) FROM this", "FROM reviews")
    'WITH this AS (FROM reviews)\nSELECT max(a) FROM this'
    >>> with_this("with b AS (FROM this) FROM b", "FROM reviews")
    'with this AS (FROM reviews), b AS (FROM this) FROM b'
    """
    inside = f"\n{source}\n" if "\n" in source or "--" in source else source
    pieces = list(tokens(query))
    at = [n for n, piece in enumerate(pieces) if piece.kind not in ("space", "comment")]
    words = [pieces[n].text.lower() for n in at[:2]]
    if words[:1] != ["with"]:
        return f"WITH this AS ({inside})\n{query.lstrip()}"
    is_recursive = words[1:] == ["recursive"]
    after = at[int(is_recursive)] + 1
    before, rest = (
        "".join(piece.text for piece in some) for some in (pieces[:after], pieces[after:])
    )
    return f"{before} this AS ({inside}),{rest}"


def named(query: str, path: str) -> str:
    r"""A query over an open dataset as one over the vault.

    >>> named("FROM this", "team/my reviews")
    'WITH this AS (FROM "team/my reviews")\nFROM this'
    """
    return with_this(query, f"FROM {as_name(path)}")


def cell(query: str) -> str:
    r"""The cell that gives the rows as a frame.

    >>> cell("FROM reviews").splitlines()[1]
    'FROM reviews'
    >>> print(cell("SELECT '\\\\d'"))
    df = vault.sql("SELECT '\\\\d'").df()
    """
    is_plain = '"""' not in query and "\\" not in query and not query.endswith('"')
    text = f'"""\n{query}\n"""' if is_plain else repr(query)
    return f"df = vault.sql({text}).df()"
