"""Questions of the panel for new tasks, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.pipelines.seeds.wire import (
    SeedArgs,
    SeedLook,
    SeedOutcome,
    SeedSource,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.suite import PipelineSuite

# The rows of a source, and how many there are where that is known.
Reader = Callable[[SeedSource], tuple[Iterable[Mapping[str, Any]], int | None]]


class SeedOps:
    """Wire operations on rows that become tasks.

    Args:
        suite: The services of pipelines; asked for when the first panel is there.
        read: Reads a source.
    """

    def __init__(self, suite: Callable[[], PipelineSuite], read: Reader) -> None:
        self._suite = suite
        self._read = read

    @operation("pipelines.seed_look")
    def look(self, args: SeedArgs, call: Call) -> SeedLook:
        """What would become of rows; nothing is added."""
        pipeline = self._suite().known.get(args.pipeline_id)
        rows, row_count = self._read(args.source)
        return self._suite().seed_looks.look(
            pipeline, rows, mapping=args.mapping, key=args.key, row_count=row_count
        )

    @operation("pipelines.seed_add")
    def add(self, args: SeedArgs, call: Call) -> SeedOutcome:
        """Make a task of each row; all are checked before the first is added."""
        pipeline = self._suite().known.get(args.pipeline_id)
        rows, _ = self._read(args.source)
        made = self._suite().seeds.add(pipeline, rows, mapping=args.mapping, key=args.key or None)
        return SeedOutcome(made.added_count, made.known_count)
