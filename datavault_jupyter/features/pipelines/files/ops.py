"""Questions of fields for files, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.pipelines.files.wire import (
    FileBeginArgs,
    FileComing,
    FileDropArgs,
    FilePart,
    FilePieceArgs,
    FileReadArgs,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.suite import PipelineSuite

# One message of a websocket holds it.
PIECE = 4_000_000


class FileOps:
    """Wire operations on files that fields hold.

    Args:
        suite: The services of pipelines; asked for when the first file is there.
    """

    def __init__(self, suite: Callable[[], PipelineSuite]) -> None:
        self._suite = suite

    @operation("pipelines.file_begin")
    def begin(self, args: FileBeginArgs, _call: Call) -> FileComing:
        """Make room for a file."""
        pipeline = self._suite().known.get(args.pipeline_id)
        return FileComing(
            self._suite().files.begin(pipeline, args.field, args.name, args.byte_count)
        )

    @operation("pipelines.file_piece")
    def piece(self, args: FilePieceArgs, call: Call) -> FileComing:
        """Take the next bytes of a file; with the last ones the value of the field is told."""
        if len(call.buffers) != 1:
            raise BadArgument("A piece of a file is one binary part.", field="buffers")
        pipeline = self._suite().known.get(args.pipeline_id)
        value = self._suite().files.add(pipeline, args.file_id, args.offset, call.buffers[0])
        return FileComing(args.file_id, value)

    @operation("pipelines.file_drop")
    def drop(self, args: FileDropArgs, _call: Call) -> None:
        """Give up a file of which some is here."""
        self._suite().files.drop(self._suite().known.get(args.pipeline_id), args.file_id)

    @operation("pipelines.file", frames=("bytes",))
    def read(self, args: FileReadArgs, call: Call) -> FilePart:
        """Some bytes of a file that a field holds."""
        pipeline = self._suite().known.get(args.pipeline_id)
        path = self._suite().files.find(pipeline, args.sha256)
        with path.open("rb") as file:
            file.seek(max(0, args.offset))
            call.attach("bytes", file.read(PIECE))
        return FilePart(path.stat().st_size)
