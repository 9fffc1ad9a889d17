"""What is handed to whoever asks in Python: it shows itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from datavault_jupyter.features.hub import view
from datavault_jupyter.features.hub.records import HubDataset


@dataclass(frozen=True, slots=True)
class HubNewer:
    """Whether a dataset of the Hub has gone on since it was imported; true when it has.

    Attributes:
        repo_id: ``owner/name``, as the Hub calls it now.
        revision: The branch or tag that was imported.
        sha: The commit that was imported.
        newest_sha: The commit that the revision stands for now.
        committed_at: When that was made.
    """

    repo_id: str
    revision: str
    sha: str
    newest_sha: str
    committed_at: datetime | None

    @property
    def is_newer(self) -> bool:
        """Whether the revision stands for another commit now."""
        return self.sha != self.newest_sha

    def __bool__(self) -> bool:
        """Whether there is something newer."""
        return self.is_newer


@dataclass(frozen=True, slots=True, repr=False)
class HubKept:
    """What is kept on this machine of what was fetched from the Hub.

    Attributes:
        folder: Where.
        byte_count: All of it.
        most_bytes: How much may be kept.
        entries: Repository, commit, bytes and last use, the latest used first.
    """

    folder: str
    byte_count: int
    most_bytes: int
    entries: tuple[tuple[str, str, int, datetime], ...]

    def __repr__(self) -> str:
        """As a table."""
        return view.kept_text(self)


class HubFinding(Sequence[HubDataset]):
    """What a search found; shows itself as a table."""

    def __init__(self, found: Sequence[HubDataset], asked: str) -> None:
        self._found = tuple(found)
        self._asked = asked

    def __len__(self) -> int:
        """How many."""
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> HubDataset: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[HubDataset]: ...

    def __getitem__(self, index: int | slice) -> HubDataset | Sequence[HubDataset]:
        """The one at a place, or several."""
        return self._found[index]

    def __repr__(self) -> str:
        """As an aligned table."""
        return view.search_text(self._found, self._asked)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "text/plain": view.search_text(self._found, self._asked),
            "text/html": view.search_html(self._found, self._asked),
        }
