"""The mapping of a dataset: guessed, looked at, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.known import Known
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.analytics.evaluation import queries
from datavault_jupyter.features.analytics.evaluation.fields import (
    MOST_CHOICES,
    ColumnFacts,
    facts_kind,
    kind_of,
)
from datavault_jupyter.features.analytics.evaluation.guessing import guess
from datavault_jupyter.features.analytics.evaluation.records import (
    FieldSetting,
    Mapping,
    RatedKind,
)
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.content.grounds import Grounds, Source
from datavault_jupyter.features.content.running import Run
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.store import Store

# Wider tables are looked at so far: ratings are among the first columns, or named by hand.
MOST_COLUMNS = 200
_MOST_KEPT = 64
_SINGLE = ("item", "rater", "submitted_at", "seconds", "first", "second", "winner")


class Mappings:
    """Guesses and keeps where a dataset has its ratings.

    Args:
        store: The vault.
        policy: What the actor may do.
    """

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy
        self._facts = store.engine.companion(KnownFacts, lambda: KnownFacts(_MOST_KEPT))

    def kept(self, record: DatasetRecord) -> Mapping | None:
        """What somebody kept for a dataset; None where nobody did."""
        with self._store.catalog.read() as connection:
            value = queries.kept_mapping(connection, record.id)
        return None if value is None else of_plain(value)

    def keep(self, record: DatasetRecord, mapping: Mapping | None) -> None:
        """Keep a mapping for everybody who looks at a dataset; None goes back to the guess."""
        self._policy.require(Action.DATASET_EDIT, record.place)
        value = None if mapping is None else plain(mapping)
        with self._store.catalog.write() as connection:
            queries.keep_mapping(connection, record.id, value)
            people.record(
                connection, self._policy.actor_name, "dataset.mapping", dataset_id=record.id
            )
            bump(connection)

    def checked(self, mapping: Mapping, columns: Columns) -> Mapping:
        """A mapping whose columns are all there, under their exact names.

        Raises:
            BadArgument: a column isn't there, is named twice, or long and wide form are mixed.
        """
        if mapping.raters and mapping.rater:
            raise BadArgument(
                "Either one column says who rated, or each rater has a column.",
                hint="Leave out rater= or raters=.",
                field="raters",
            )
        if len(mapping.raters) == 1:
            raise BadArgument("raters= names at least two columns.", field="raters")
        named: dict[str, Any] = {
            word: columns.named(name).name for word, name in mapping.columns.items()
        }
        several: dict[str, Any] = {
            "values": tuple(columns.named(name).name for name in mapping.values),
            "raters": tuple(columns.named(name).name for name in mapping.raters),
        }
        for word, names in several.items():
            if len(set(names)) < len(names):
                raise BadArgument(f"{word}= names a column twice.", field=word)
        return replace(mapping, **named, **several)

    def fitted(self, mapping: Mapping, columns: Columns) -> Mapping:
        """What is left of a kept mapping where columns have gone since."""
        there = set(columns.names)
        single: dict[str, Any] = {
            word: None for word, name in mapping.columns.items() if name not in there
        }
        return replace(
            mapping,
            **single,
            values=tuple(name for name in mapping.values if name in there),
            raters=tuple(name for name in mapping.raters if name in there),
        )

    def guessed(self, run: Run, grounds: Grounds, source: Source) -> Mapping:
        """A guess by the names and values of the columns."""
        return guess(self.facts(run, grounds, source))

    def facts(
        self, run: Run, grounds: Grounds, source: Source, mapping: Mapping | None = None
    ) -> Sequence[ColumnFacts]:
        """What is known of the columns; found out once for rows that stay as they are.

        Args:
            run: Asks.
            grounds: The rows.
            source: Where they are read.
            mapping: Its columns are looked at also where they stand far behind.
        """
        known: Sequence[ColumnFacts] | None = self._facts.kept(grounds.fingerprint)
        if known is None:
            known = _facts(run, list(grounds.columns)[:MOST_COLUMNS], source)
            self._facts.keep(grounds.fingerprint, known)
        if mapping is None:
            return known
        there = {each.column.name for each in known}
        named = [*mapping.values, *mapping.raters, *mapping.columns.values()]
        lacking = [name for name in dict.fromkeys(named) if name not in there]
        if not lacking:
            return known
        return [*known, *_facts(run, [grounds.columns.named(name) for name in lacking], source)]


class KnownFacts(Known):
    """Facts of columns, by the fingerprint of the rows."""


def _facts(run: Run, columns: Sequence[Column], source: Source) -> Sequence[ColumnFacts]:
    if not columns:
        return ()
    row = run.row(queries.facts(source, columns, [facts_kind(each) for each in columns]))
    made = [
        ColumnFacts(
            column, int(row[4 * at]), int(row[4 * at + 1]), row[4 * at + 2], row[4 * at + 3]
        )
        for at, column in enumerate(columns)
    ]
    return [
        replace(each, choices=_choices(run, source, each))
        if kind_of(each) is RatedKind.SELECT
        else each
        for each in made
    ]


def _choices(run: Run, source: Source, facts: ColumnFacts) -> tuple[str, ...]:
    rows = run.rows(queries.distinct(source, [facts.column], MOST_CHOICES))
    return tuple(str(row[0]) for row in rows) if len(rows) <= MOST_CHOICES else ()


def changed(mapping: Mapping, columns: dict[str, Any]) -> Mapping:
    """A mapping with some of its columns said anew.

    Raises:
        BadArgument: there is no such column in a mapping, or its value isn't of its form.

    >>> changed(Mapping(item="id", is_guessed=True), {"rater": "who"}).rater
    'who'
    """
    made: dict[str, Any] = {}
    for word, value in columns.items():
        if word in ("values", "raters"):
            names = [value] if isinstance(value, str) else list(value or ())
            if not all(isinstance(name, str) for name in names):
                raise BadArgument(f"{word}= is a list of columns' names.", field=word)
            made[word] = tuple(names)
        elif word in (*_SINGLE, "value_name"):
            if value is not None and not isinstance(value, str):
                raise BadArgument(f"{word}= is the name of a column, or None.", field=word)
            made[word] = value or ("rating" if word == "value_name" else None)
        else:
            known = [*_SINGLE, "values", "raters", "value_name"]
            raise BadArgument(
                f"A mapping has no {word}=.",
                hint=did_you_mean(word, known) or f"It has {listing(known)}.",
                field=word,
            )
    # One form leaves the other: naming raters' columns ends the one column of raters.
    if made.get("raters"):
        made = {"rater": None, "values": (), **made}
    elif made.get("rater") or made.get("values"):
        made = {"raters": (), **made}
    return replace(mapping, **made, is_guessed=False)


def plain(mapping: Mapping) -> dict[str, Any]:
    """A mapping as JSON.

    >>> of_plain(plain(Mapping(item="id", values=("score",)))).values
    ('score',)
    """
    return {**asdict(mapping), "is_guessed": False}


def of_plain(value: dict[str, Any]) -> Mapping:
    """A mapping from JSON; what a newer version kept besides is left out."""
    fields = [
        FieldSetting(
            str(each["name"]),
            RatedKind(each["kind"]) if each.get("kind") else None,
            Level(each["level"]) if each.get("level") else None,
            tuple(map(str, each["order"])) if each.get("order") else None,
        )
        for each in value.get("fields", ())
    ]
    single: dict[str, Any] = {word: value.get(word) for word in _SINGLE}
    return Mapping(
        **single,
        values=tuple(value.get("values", ())),
        raters=tuple(value.get("raters", ())),
        value_name=str(value.get("value_name") or "rating"),
        fields=tuple(fields),
    )
