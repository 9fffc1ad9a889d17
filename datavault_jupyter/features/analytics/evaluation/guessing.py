"""Which columns of imported data hold item, rater and ratings: a guess by name and type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datavault_jupyter.features.analytics.evaluation.fields import ColumnFacts, kind_of
from datavault_jupyter.features.analytics.evaluation.records import Mapping, RatedKind
from datavault_jupyter.storage.kinds import MOMENTS, type_kind

_PEOPLE = (
    "rater|annotator|worker|contributor|labell?er|judge|reviewer|coder|evaluator|grader|assessor|"
    "crowdworker|expert"
)
_RATER = re.compile(rf"({_PEOPLE}|rated_by|annotated_by|labell?ed_by|reviewed_by|user|turker)"
                    r"(_?(id|name|uid|email))?")  # fmt: skip
_ITEM = re.compile(
    r"(item|task|example|sample|unit|question|prompt|document|doc|text|record|case|subject|image|"
    r"pair|conversation|instance|query|passage|sentence|essay|ticket)(_?(id|no|number|key|uid))"
)
_BARE_ITEM = re.compile(r"item|task|example|sample|unit|subject|id|question|document|doc")
_VALUE = re.compile(
    r".*(rating|score|label|grade|stars?|quality|helpful|accura|correct|fluen|coheren|relevan|"
    r"prefer|verdict|judg|harm|toxic|safe|sentiment|category|class|rank|answer|vote|flag).*"
)
_WINNER = re.compile(r"winner|preferred|preference|better|choice|chosen|vote|verdict")
_FIRST = re.compile(r"first|left|(model|system|response|answer|option|player)_?(a|1|left|first)|a")
_SECOND = re.compile(
    r"second|right|(model|system|response|answer|option|player)_?(b|2|right|second)|b"
)
_WHEN = re.compile(
    r"(submitted|answered|created|rated|annotated|labell?ed|completed)(_?(at|on|time|date))|"
    r"timestamp|time|date|when"
)
_SECONDS = re.compile(r"(seconds|duration|time_spent|elapsed|work_?time|time_taken)(_?(s|sec|in_"
                      r"seconds|seconds))?")  # fmt: skip
_NUMBERED = re.compile(rf"({_PEOPLE}|rater|r|a|rating|score|label)[ _.-]?(\d+|[a-z])")
_BEFORE = re.compile(r"(rating|score|label|stars?|grade|vote|judgement|judgment)[ _.:-]+(\w+)")
_AFTER = re.compile(r"(\w+?)[ _.:-]+(rating|score|label|stars?|grade|vote)")
_MOST_RATERS = 100
# Of a broad table without raters; more can be chosen by hand.
_MOST_PLAIN = 40


def guess(facts: Sequence[ColumnFacts]) -> Mapping:
    """Where ratings probably are.

    Without a rater the ratings are all columns that can be summed up.
    """
    named = [(_plain(each.column.name), each) for each in facts]
    first, second, winner = (_of(named, each) for each in (_FIRST, _SECOND, _WINNER))
    has_pair = bool(first and second and winner)
    rater = _of(named, _RATER)
    raters = () if rater else _wide(named)
    item = _of(named, _ITEM) or _of(named, _BARE_ITEM)
    when = _of([pair for pair in named if _is_moment(pair[1])], _WHEN)
    seconds = _of([pair for pair in named if _is_number(pair[1])], _SECONDS)
    taken = {item, rater, when, seconds, *raters}
    if has_pair:
        taken |= {first, second}
    values = () if raters else _values(named, taken, is_rated=rater is not None)
    return Mapping(
        item=item,
        rater=rater,
        values=values,
        raters=raters,
        submitted_at=when,
        seconds=seconds,
        first=first if has_pair else None,
        second=second if has_pair else None,
        winner=winner if has_pair else None,
        is_guessed=True,
    )


Named = Sequence[tuple[str, ColumnFacts]]


def _plain(name: str) -> str:
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s.-]+", "_", split).lower()


def _of(named: Named, pattern: re.Pattern[str]) -> str | None:
    return next((each.column.name for name, each in named if pattern.fullmatch(name)), None)


def _is_moment(facts: ColumnFacts) -> bool:
    return type_kind(facts.column) in MOMENTS or type_kind(facts.column) == "date"


def _is_number(facts: ColumnFacts) -> bool:
    return kind_of(facts) in (RatedKind.NUMERIC, RatedKind.RATING)


def _wide(named: Named) -> tuple[str, ...]:
    """Columns of raters: alike in name and type, at least two."""
    for pattern, at in ((_NUMBERED, 1), (_BEFORE, 1), (_AFTER, 2)):
        groups: dict[tuple[str, str], list[str]] = {}
        for name, each in named:
            found = pattern.fullmatch(name)
            kind = kind_of(each)
            if found and kind not in (None, RatedKind.TEXT, RatedKind.TIME):
                key = found.group(at), _family(kind)
                groups.setdefault(key, []).append(each.column.name)
        most = max(groups.values(), key=len, default=[])
        if 2 <= len(most) <= _MOST_RATERS:
            return tuple(most)
    return ()


def _family(kind: RatedKind | None) -> str:
    return "number" if kind in (RatedKind.NUMERIC, RatedKind.RATING) else str(kind)


def _values(named: Named, taken: set[str | None], *, is_rated: bool) -> tuple[str, ...]:
    usable = []
    for name, each in named:
        kind = kind_of(each)
        if each.column.name in taken or kind in (None, RatedKind.TIME):
            continue
        is_key = re.fullmatch(r"id|.*_id|uid|key|index|row|no|number", name) is not None
        if is_key and not _VALUE.fullmatch(name):
            continue
        usable.append((name, each, kind))
    if is_rated:
        by_name = [each for name, each, kind in usable
                   if _VALUE.fullmatch(name) and kind is not RatedKind.TEXT]  # fmt: skip
        if by_name:
            return tuple(each.column.name for each in by_name)
    plain = [each.column.name for _, each, kind in usable if kind is not RatedKind.TEXT]
    return tuple(plain if is_rated else plain[:_MOST_PLAIN])
