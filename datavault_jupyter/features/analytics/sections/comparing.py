"""Comparisons on answers: who stands behind the first and the second, who wins, who ranks first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.comparison.groups import grouped
from datavault_jupyter.features.analytics.comparison.ranks import ranked
from datavault_jupyter.features.analytics.comparison.result import PairwiseComparison, compared
from datavault_jupyter.features.analytics.comparison.wire import (
    DuelCell,
    GroupPair,
    GroupTable,
    ModelScore,
    PairwiseTable,
    PositionFacts,
    RankScore,
    RankTable,
)
from datavault_jupyter.features.analytics.evaluation.queries import ANSWERS
from datavault_jupyter.features.analytics.evaluation.records import (
    GivenColumn,
    RatedField,
    RatedKind,
)
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.analytics.sections import queries
from datavault_jupyter.features.analytics.tables import Table
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.source import Answers

BRADLEY_TERRY, ELO = "bradley_terry", "elo"
_METHODS = {
    BRADLEY_TERRY: "Bradley–Terry, log odds against the average model",
    "davidson": "Davidson, log odds against the average model",
    ELO: "Elo",
}
_STRENGTH_COLUMNS = ("model", "strength", "low", "high", "beats_average", "reason")
_MOST_SHUFFLES, _MOST_STEPS = 100, 1_000_000
MOST_GROUPS = 50
_MOST_MODELS = 40
_TEXTS = ("VARCHAR", "ENUM", "BIGINT", "INTEGER", "BOOLEAN", "UUID")
# Names of a pair of columns: their common part, and what tells the first from the second.
_ENDS = (("a", "b"), ("1", "2"), ("first", "second"), ("left", "right"), ("one", "two"))
_LIKELY = re.compile(r"model|system|candidate|player|name|source|generator|llm|engine|variant")
NO_MODELS = (
    "No column says which models stand behind the two places, so the places themselves are "
    "compared."
)
_FORMULA = (
    "Win rate = (wins + ties / 2) / comparisons, Wilson 1927. Strength: P(i beats j) = "
    "1 / (1 + e^(β_j − β_i)), a tie half a win for each (Bradley and Terry 1952), mean 0; ties "
    "with a parameter of their own (Davidson 1970); Elo 1978, k = 16 from 1,000."
)
_RANKS = (
    "Mean rank with a t interval; first places with Wilson's (1927), a shared one is shared out."
)


def guessed(
    given: Sequence[GivenColumn], counts: Sequence[int] | None = None
) -> tuple[GivenColumn, GivenColumn] | None:
    """The two columns that most likely say what was shown first and second; None without any.

    >>> columns = [GivenColumn(each, each, "VARCHAR") for each in ("a", "b", "model_a", "model_b")]
    >>> [each.name for each in guessed(columns)]
    ['model_a', 'model_b']
    """
    by_name = {each.name.casefold(): at for at, each in enumerate(given)}
    found = []
    for name, at in by_name.items():
        for first, second in _ENDS:
            if name != first and not re.fullmatch(rf"(.*[_ .-])?{first}([_ .-].*)?", name):
                continue
            other = by_name.get(re.sub(rf"(^|[_ .-]){first}($|[_ .-])", rf"\g<1>{second}\g<2>",
                                       name, count=1))  # fmt: skip
            if other is None or other == at or given[other].type != given[at].type:
                continue
            number = max(counts[at], counts[other]) if counts else 0
            if number <= MOST_GROUPS:
                found.append((_LIKELY.search(name) is None, number, at, other))
    if not found:
        return None
    *_, at, other = min(found)
    return given[at], given[other]


def pairwise(
    answers: Answers,
    field: RatedField,
    pair: tuple[GivenColumn, GivenColumn] | None,
    confidence: float = 0.95,
) -> PairwiseComparison:
    """The judgements of a pairwise field."""
    first, second = pair or (None, None)
    with translated():
        relation = answers.cursor.sql(queries.duels(field, first, second))
    asked = queries.duel_names(field, first, second)
    return compared(relation, asked, ties=None, confidence=confidence, table=ANSWERS)


def require_method(method: str) -> None:
    """Refuse what is no method of strengths."""
    if method not in _METHODS:
        raise BadArgument(
            f"method={method!r} isn't known.",
            hint=f"One of: {', '.join(_METHODS)}.",
            field="method",
        )


def _strengths(found: PairwiseComparison, method: str) -> tuple[Table, str]:
    """Strengths by a method, and what they are."""
    if method != ELO:
        return found.strengths(method), _METHODS[method]
    # Each order is a walk over all judgements.
    shuffles = min(_MOST_SHUFFLES, _MOST_STEPS // max(found.comparison_count, 1))
    made = found.elo(shuffles=shuffles)
    rows = tuple((model, rating, None, None, None, None) for model, rating in made.rows)
    return Table("Elo", _STRENGTH_COLUMNS, rows), f"{_METHODS[method]}, {made.notes[0]}"


def pairwise_table(
    field: RatedField,
    pair: tuple[GivenColumn, GivenColumn] | None,
    found: PairwiseComparison,
    columns: Sequence[str],
    method: str = BRADLEY_TERRY,
) -> PairwiseTable:
    """The same for the screen."""
    strengths, words = _strengths(found, method)
    strong = {row["model"]: row for row in strengths}
    made = [_score(row, strong[row["model"]]) for row in found.models]
    made.sort(key=lambda each: (each.strength is None, -(each.strength or 0), -(each.rate or 0)))
    place = {each.name: at for at, each in enumerate(made)}
    cells = []
    for row in found.pairs:
        one, other = place[str(row["first"])], place[str(row["second"])]
        cells.append(DuelCell(one, other, row["win_rate"], row["comparisons"]))
        cells.append(DuelCell(other, one, 1 - row["win_rate"], row["comparisons"]))
    notes = [*found.notes, *strengths.notes]
    if pair is None:
        notes.insert(0, NO_MODELS)
    return PairwiseTable(
        field=field.name,
        title=field.title,
        first=pair[0].name if pair else "",
        second=pair[1].name if pair else "",
        columns=tuple(columns),
        models=tuple(made[:_MOST_MODELS]),
        cells=tuple(
            each for each in cells if each.one < _MOST_MODELS and each.other < _MOST_MODELS
        ),
        position=_position(found),
        comparison_count=found.comparison_count,
        method=method,
        method_words=words,
        notes=tuple(notes),
        sql=found.sql,
        formula=_FORMULA,
    )


def _score(row: Mapping[str, Any], own: Mapping[str, Any]) -> ModelScore:
    return ModelScore(
        str(row["model"]), row["comparisons"], row["wins"], row["ties"], row["losses"],
        row["win_rate"], row["low"], row["high"], row["p_value"], own["strength"], own["low"],
        own["high"], own["reason"] or "",
    )  # fmt: skip


def _position(found: PairwiseComparison) -> PositionFacts:
    made = found.position
    low, high = made.interval or (None, None)
    return PositionFacts(
        made.first_wins, made.second_wins, made.share, low, high, made.p_value, str(made)
    )


def ranking(answers: Answers, field: RatedField, confidence: float = 0.95) -> Table:
    """The ranks of a ranking field."""
    with translated():
        relation = answers.cursor.sql(queries.ranks(field))
    asked = {"ranking": "ranking", "model": "model", "rank": "rank"}
    return ranked(relation, asked, confidence)


def rank_table(field: RatedField, found: Table) -> RankTable:
    """The same for the screen."""
    return RankTable(
        field=field.name,
        title=field.title,
        models=tuple(
            RankScore(
                str(row["model"]), row["rankings"], row["mean_rank"], row["low"], row["high"],
                row["first_share"], row["share_low"], row["share_high"],
            )
            for row in found
        ),
        notes=found.notes,
        sql=f"{queries.ranks(field)};\n",
        formula=_RANKS,
    )  # fmt: skip


def by_group(
    answers: Answers, field: RatedField, group: GivenColumn | RatedField, confidence: float = 0.95
) -> Table:
    """A field of each group against each other.

    Raises:
        BadArgument: a ranking or a list, which are no single value, or too many groups.
    """
    if field.kind in (RatedKind.RANKING, RatedKind.LIST, RatedKind.TEXT):
        raise BadArgument(
            f"{field.name!r} is compared as a whole, so there is nothing to compare by a group.",
            hint="Choose a field of numbers, ratings or categories.",
            field="field",
        )
    with translated():
        relation = answers.cursor.sql(queries.groups(field, group))
    is_text = field.type.startswith(("VARCHAR", "ENUM"))
    order = field.order if is_text and field.level is not Level.NOMINAL else None
    asked = {"group": "group", "value": "value"}
    return grouped(relation, asked, order, confidence)


def group_table(field: RatedField, group: GivenColumn | RatedField, found: Table) -> GroupTable:
    """The same for the screen."""
    pairs = []
    for row in found:
        has_numbers = "hedges_g" in row
        effect = row["hedges_g"] if has_numbers else row["cramers_v"]
        pairs.append(
            GroupPair(
                str(row["first"]), str(row["second"]), row["first_n"], row["second_n"],
                row.get("first_mean"), row.get("second_mean"), row.get("difference"),
                row.get("low"), row.get("high"), row["p_value"], effect,
                "Hedges’ g" if has_numbers else "Cramér’s V", row.get("superiority"),
                row["reason"] or "",
            )
        )  # fmt: skip
    sql = queries.shown_groups(field, group)
    return GroupTable(field.name, group.name, tuple(pairs), found.notes, sql)
