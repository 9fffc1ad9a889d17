"""What a field for files asks and is told, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FileBeginArgs:
    """A file to come.

    Attributes:
        field: The name of the field it is for.
        name: What the file is called.
    """

    pipeline_id: str
    field: str
    name: str
    byte_count: int


@dataclass(frozen=True, slots=True)
class FileComing:
    """A file of which pieces may come.

    Attributes:
        file_id: What its pieces name it by.
        value: What the field holds; None while some of it is missing.
    """

    file_id: str
    value: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FilePieceArgs:
    """The next bytes of a file, in one binary part.

    Attributes:
        offset: Where in the file they begin.
    """

    pipeline_id: str
    file_id: str
    offset: int


@dataclass(frozen=True, slots=True)
class FileDropArgs:
    """A file that is no longer wanted."""

    pipeline_id: str
    file_id: str


@dataclass(frozen=True, slots=True)
class FileReadArgs:
    """Some bytes of a file that a field holds.

    Attributes:
        offset: Where they begin.
    """

    pipeline_id: str
    sha256: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FilePart:
    """How large the whole file is; its bytes are in the frame ``bytes``."""

    byte_count: int
