"""The metadata every table joins, and the column kinds they share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, kept as whole microseconds since 1970: sorts and compares as a number."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To the number that is stored."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ARG002 - the same
        """Back to a time with its zone."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


# SQLite counts up by itself only for a plain INTEGER key.
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def key_column() -> sa.Column[int]:
    """The number rows are joined by; it never leaves the catalogue."""
    return sa.Column("id", BigId, primary_key=True, autoincrement=True)


def uid_column() -> sa.Column[str]:
    """The id people and programs see, such as ``dst_…``."""
    return sa.Column("uid", sa.String(64), nullable=False, unique=True)


def text_column(name: str) -> sa.Column[str]:
    """A text that is empty rather than missing."""
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def count_column(name: str) -> sa.Column[int]:
    """A number of things, 0 when nothing is known."""
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def flag_column(name: str) -> sa.Column[bool]:
    """Yes or no, no by default."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def time_column(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    """A moment in UTC."""
    return sa.Column(name, UtcTime, nullable=nullable)


def json_column(name: str) -> sa.Column[Any]:
    """A small JSON document, NULL when there is none."""
    return sa.Column(name, sa.JSON(none_as_null=True))


def refers(
    name: str, target: str, *, nullable: bool = False, on_delete: str | None = None, **options: Any
) -> sa.Column[int]:
    """A reference to another table's key."""
    return sa.Column(
        name, BigId, sa.ForeignKey(f"{target}.id", ondelete=on_delete), nullable=nullable, **options
    )
