"""Where the Hub is, how long to wait for it, and how much of it is kept on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PUBLIC = "https://huggingface.co"
PUBLIC_VIEWER = "https://datasets-server.huggingface.co"
_CACHE = "DATAVAULT_HUB_CACHE"


def _endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", "").strip().rstrip("/") or PUBLIC


def _cache_folder() -> Path:
    named = os.environ.get(_CACHE, "").strip()
    if named:
        return Path(named).expanduser()
    import platformdirs

    # The user's, not the vault's: what one account may read isn't for everybody in the vault.
    return platformdirs.user_cache_path("datavault-jupyter", appauthor=False) / "hub"


@dataclass(frozen=True, slots=True)
class HubSettings:
    """How this kernel deals with the Hub.

    Attributes:
        endpoint: The Hub's address; by default ``$HF_ENDPOINT``, else the public one.
        viewer_url: The dataset viewer's address, asked for row counts only; "" asks nobody. The
            public viewer knows the public Hub alone.
        timeout_s: How long to wait for a connection, or for the next bytes.
        tries: How often a question is asked that failed for a moment.
        first_wait_s: How long before the second time; twice that before the third.
        most_wait_s: The longest pause the Hub may ask for that is waited for.
        cache_folder: Where what was fetched is kept, for a second try; the user's alone.
        cache_bytes: How much may be kept.
    """

    endpoint: str = field(default_factory=_endpoint)
    viewer_url: str | None = None
    timeout_s: float = 10.0
    tries: int = 3
    first_wait_s: float = 0.5
    most_wait_s: float = 5.0
    cache_folder: Path = field(default_factory=_cache_folder)
    cache_bytes: int = 10_000_000_000

    @property
    def viewer(self) -> str:
        """The viewer's address, "" where there is none for this Hub."""
        if self.viewer_url is not None:
            return self.viewer_url.rstrip("/")
        return PUBLIC_VIEWER if self.endpoint == PUBLIC else ""
