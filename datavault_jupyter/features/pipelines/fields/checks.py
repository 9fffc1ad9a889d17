"""What each type of field takes: a value in its stored form, or one sentence why not."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

Settings = Mapping[str, Any]
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INT64 = 2**63
_STEP_SLACK = 1e-9


class Unfit(Exception):
    """A value doesn't fit; the message goes on from "the field …"."""


def _text_of(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        raise Unfit(f"takes text, not {type(value).__name__}")
    if len(value) > limit:
        raise Unfit(f"takes {limit:,} characters at most; this has {len(value):,}")
    if "\x00" in value:
        raise Unfit("can't hold a NUL character")
    return value


def short_text(value: Any, settings: Settings) -> Any:
    """One line of text."""
    text = _text_of(value, settings["max_length"])
    if "\n" in text or "\r" in text:
        raise Unfit("takes one line")
    pattern = settings["pattern"]
    if pattern and not re.fullmatch(pattern, text):
        raise Unfit(f"must match {pattern!r}")
    return text


def long_text(value: Any, settings: Settings) -> Any:
    """Text of any number of lines; code too."""
    return _text_of(value, settings["max_length"])


def boolean(value: Any, _: Settings) -> Any:
    """Yes or no; also numpy's."""
    plain = value.item() if hasattr(value, "item") else value
    if not isinstance(plain, bool):
        raise Unfit(f"takes yes or no, not {value!r:.40}")
    return plain


def numeric(value: Any, settings: Settings) -> Any:
    """A number within its bounds, on its steps."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, Decimal):
        plain = int(plain) if plain == plain.to_integral_value() else float(plain)
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise Unfit(f"takes a number, not {value!r:.40}")
    if isinstance(plain, float) and not math.isfinite(plain):
        raise Unfit(f"takes a finite number, not {plain}")
    if settings["is_integer"]:
        if plain != int(plain):
            raise Unfit(f"takes whole numbers, not {plain}")
        plain = int(plain)
        if not -_INT64 <= plain < _INT64:
            raise Unfit("takes whole numbers of 64 bits at most")
    else:
        if isinstance(plain, int) and int(float(plain)) != plain:
            raise Unfit(f"can't hold {plain} exactly; is_integer=True could")
        plain = float(plain)
    _require_between(plain, settings["min"], settings["max"])
    if settings["step"]:
        steps = (plain - (settings["min"] or 0)) / settings["step"]
        if abs(steps - round(steps)) > _STEP_SLACK * max(1.0, abs(steps)):
            raise Unfit(f"goes in steps of {settings['step']}")
    return plain


def _require_between(value: float, low: float | None, high: float | None) -> None:
    if (low is not None and value < low) or (high is not None and value > high):
        if low is None or high is None:
            raise Unfit(f"takes at {'most' if low is None else 'least'} "
                        f"{high if low is None else low}, not {value}")  # fmt: skip
        raise Unfit(f"takes {low} to {high}, not {value}")


def moment(value: Any, settings: Settings) -> Any:
    """A time in UTC, or a day; as ISO 8601 text."""
    try:
        plain = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
        if isinstance(plain, str):
            plain = datetime.fromisoformat(plain)
    except ValueError:
        plain = None
    if not isinstance(plain, date):
        raise Unfit(f"takes a date or time such as 2026-11-28T14:00:00Z, not {value!r:.40}")
    if not settings["has_time"]:
        day = plain.date() if isinstance(plain, datetime) else plain
        return day.isoformat()
    if not isinstance(plain, datetime):
        plain = datetime(plain.year, plain.month, plain.day, tzinfo=UTC)
    aware = plain.replace(tzinfo=UTC) if plain.tzinfo is None else plain.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")


def select(value: Any, settings: Settings) -> Any:
    """One of the options, or several; others where that is allowed."""
    if settings["is_multiple"]:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise Unfit(f"takes a list of options, not {value!r:.40}")
        made = [_option(each, settings) for each in value]
        if len(set(made)) != len(made):
            raise Unfit("takes each option once")
        return made
    return _option(value, settings)


def _option(value: Any, settings: Settings) -> str:
    options = settings["options"] or []
    if not isinstance(value, str):
        raise Unfit(f"takes one of {_shown(options)}, not {value!r:.40}")
    if value in options:
        return value
    if settings["has_other"] and value.strip():
        return _text_of(value, 500)
    raise Unfit(f"takes one of {_shown(options)}, not {value!r:.40}")


def _shown(options: list[str]) -> str:
    shown = ", ".join(options[:8])
    return f"{shown} …" if len(options) > 8 else shown


def rating(value: Any, settings: Settings) -> Any:
    """A whole number on the scale."""
    return numeric(value, {**settings, "is_integer": True, "step": None})


def ranking(value: Any, settings: Settings) -> Any:
    """Every option once, best first."""
    options = settings["options"] or []
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise Unfit(f"takes a list, best first, not {value!r:.40}")
    if sorted(map(str, value)) != sorted(options) or not all(isinstance(v, str) for v in value):
        raise Unfit(f"takes each of {_shown(options)} once, best first")
    return list(value)


def pairwise(value: Any, settings: Settings) -> Any:
    """Which of two is better: their names, or ``tie``."""
    choices = [settings["first"], settings["second"], *(["tie"] if settings["has_tie"] else [])]
    if value not in choices:
        raise Unfit(f"takes one of {_shown(choices)}, not {value!r:.40}")
    return value


def criteria(value: Any, settings: Settings) -> Any:
    """The result of a criterion: its value, with the reasoning where there is one.

    What has a name is stored with the version it was judged by, whatever is handed in.
    """
    given = value if isinstance(value, Mapping) else {"value": value}
    if "value" not in given or set(given) - {"value", "reasoning", "version"}:
        raise Unfit("takes a value, or an object with 'value' and 'reasoning'")
    reasoning = given.get("reasoning", "")
    if not isinstance(reasoning, str):
        raise Unfit("takes text as reasoning")
    checked = _OUTPUTS[settings["output"]](given["value"], settings)
    made = {"value": checked}
    if reasoning:
        made["reasoning"] = reasoning
    if settings["criterion"]:
        made["version"] = settings["version"]
    return made


_OUTPUTS = {"number": numeric, "rating": rating, "boolean": boolean, "select": select}
OUTPUTS = tuple(_OUTPUTS)


def file(value: Any, settings: Settings) -> Any:
    """A file of the vault: its name, digest and size."""
    if not isinstance(value, Mapping) or set(value) != {"name", "sha256", "byte_count"}:
        raise Unfit("takes a file of the vault: name, sha256 and byte_count")
    is_sound = (
        isinstance(value["name"], str)
        and value["name"].strip()
        and isinstance(value["sha256"], str)
        and _SHA256.fullmatch(value["sha256"])
        and isinstance(value["byte_count"], int)
        and value["byte_count"] >= 0
    )
    if not is_sound:
        raise Unfit("takes a file of the vault: name, sha256 and byte_count")
    if value["byte_count"] > settings["max_bytes"]:
        raise Unfit(f"takes files of {settings['max_bytes']:,} bytes at most")
    return dict(value)
