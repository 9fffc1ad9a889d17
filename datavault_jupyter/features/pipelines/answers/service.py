"""Single answers as rows: who gave which value for which task."""

from __future__ import annotations

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.features.pipelines.answers import queries
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.live.queries import arrived
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store


class AnswerService:
    """Reads the answers of a pipeline.

    Args:
        store: The vault.
        policy: Permissions of the actor.
    """

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def rows(self, pipeline: PipelineRecord) -> Rows:
        """The answers that count, oldest task first, as they are now."""
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        fields = [each for each in known_fields(pipeline.settings) if each.is_asked]
        cursor = self._store.engine.answering()
        with self._store.catalog.read() as connection, translated():
            raw = queries.that_count(connection, pipeline.key)
            with arrived(cursor, raw, queries.RAW) as source:
                rows_of(cursor, queries.load(source, fields))
            relation = cursor.sql(queries.everything())
        return Rows(relation, cursor, lambda error: error, Origin((pipeline.name,)))
