"""What it is worth to be shown first."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.analytics.records import Interval
from datavault_jupyter.features.analytics.tables import written


@dataclass(frozen=True)
class Position:
    """What it is worth to be shown first.

    Attributes:
        first_wins: Decided judgements that the first shown won.
        second_wins: Those that the second won.
        share: The first's part of them; None without any.
        interval: Of the share (Wilson).
        p_value: Of the exact sign test that both are as likely.
        advantage: γ, the log odds the first shown gains between equals; None with a reason.
        advantage_interval: Of γ, by its standard error.
        reason: Why there is no γ, or no share.
    """

    first_wins: int
    second_wins: int
    share: float | None
    interval: Interval | None
    p_value: float | None
    advantage: float | None
    advantage_interval: Interval | None
    reason: str

    def __str__(self) -> str:
        """In words."""
        if self.share is None or self.interval is None:
            return f"Shown first: {self.reason}"
        low, high = map(written, self.interval)
        made = (
            f"Shown first wins {written(self.share)} of decided comparisons "
            f"({low} to {high}, p {written(self.p_value)})"
        )
        if self.advantage is None:
            return f"{made}. {self.reason}"
        return f"{made}; between equals log odds {written(self.advantage)}."
