"""How numbers, sizes and times are written, in one place (counts are never rounded)."""

from __future__ import annotations

from datetime import datetime


def count(number: int, noun: str = "", plural: str | None = None) -> str:
    """A whole number with separators, and its noun in the right form.

    >>> count(336776, "row"), count(1, "row"), count(2, "entry", "entries")
    ('336,776 rows', '1 row', '2 entries')
    """
    text = f"{number:,}"
    if not noun:
        return text
    return f"{text} {noun if number == 1 else plural or noun + 's'}"


def size(byte_count: int) -> str:
    """A size in units of 1,000.

    >>> size(276_000), size(4_120_000), size(12)
    ('276 KB', '4.1 MB', '12 bytes')
    """
    if byte_count < 1000:
        return count(byte_count, "byte")
    value = float(byte_count)
    for unit in ("KB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{value:.1f} {unit}" if value < 9.95 and unit != "KB" else f"{value:.0f} {unit}"


def running(share: float | None, eta_s: float | None) -> str:
    """How far something that runs is.

    Args:
        share: How much is done, from 0 to 1; None where that isn't known.
        eta_s: Seconds to the end, about; None where that isn't known.

    >>> running(0.4, 83.2)
    'running, 40%, about 83 s left'
    """
    done = "" if share is None else f", {share:.0%}"
    left = "" if eta_s is None else f", about {max(eta_s, 1):.0f} s left"
    return f"running{done}{left}"


def relative_time(moment: datetime, present: datetime) -> str:
    """How long ago something was, in words.

    >>> from datetime import timedelta
    >>> from datavault_jupyter.base.clock import now
    >>> relative_time(now() - timedelta(minutes=3, seconds=5), now())
    '3 minutes ago'
    """
    seconds = (present - moment).total_seconds()
    if seconds < 60:
        return "now"
    days = (present.astimezone().date() - moment.astimezone().date()).days
    if days == 1 and seconds > 6 * 3600:
        return "Yesterday"
    for limit, length, noun in (
        (3600, 60, "minute"),
        (86_400, 3600, "hour"),
        (14 * 86_400, 86_400, "day"),
        (60 * 86_400, 7 * 86_400, "week"),
        (730 * 86_400, 30.44 * 86_400, "month"),
    ):
        if seconds < limit:
            return f"{count(int(seconds // length), noun)} ago"
    return f"{count(int(seconds // (365.25 * 86_400)), 'year')} ago"


def exact_time(moment: datetime) -> str:
    """A moment in UTC to the second, for tooltips and text.

    >>> from datetime import UTC
    >>> exact_time(datetime(2026, 11, 22, 14, 17, tzinfo=UTC))
    '22 Nov 2026, 14:17:00 UTC'
    """
    return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"


def listing(words: list[str], last: str = "and") -> str:
    """Words as a person would enumerate them.

    >>> listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b or c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
