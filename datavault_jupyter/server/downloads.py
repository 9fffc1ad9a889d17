"""Finished exports as files: whole, or a range of bytes, so that a broken download goes on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from datavault_jupyter.base.errors import NotAllowed, NotFound, VaultError
from datavault_jupyter.features.exports.records import ExportJob
from datavault_jupyter.server.handlers import VaultHandler
from datavault_jupyter.server.refusals import ServerBusy
from datavault_jupyter.services import Services

# The size of the file of a job, and some of its bytes from an offset on.
Read = Callable[[str, int], tuple[int, bytes]]
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class DownloadHandler(VaultHandler):
    """``?vault=…&job=…``: the file that an export made."""

    @web.authenticated
    @authorized(action="read")
    async def get(self) -> None:
        """The file, or the range that is asked for."""
        visitor, part = self.visitor(), self.part
        self._who = visitor.identity.name
        vault = self.get_query_argument("vault", "")
        job_id = self.get_query_argument("job", "")

        def look() -> tuple[Services, ExportJob]:
            services = part.desk.services(vault, visitor)
            services.exports.files.read(job_id, 0)  # refuses what may not be had, or is gone
            return services, services.exports.jobs.get(job_id)

        try:
            services, job = await asyncio.wrap_future(part.workers.run(self._who, look))
        except VaultError as error:
            raise web.HTTPError(_status(error), error.message) from error
        await self.give(job, services.exports.files.read)

    async def give(self, job: ExportJob, read: Read) -> None:
        """Send the file of a job, or the range that is asked for."""
        start, end = self._range(job)
        self._describe(job, start, end)
        await self._send(read, job, start, end)

    def worked_on(self, work: Callable[[], tuple[int, bytes]]) -> Future[tuple[int, bytes]]:
        """Have a worker read a piece."""
        return self.part.workers.run(self._who, work)

    def _range(self, job: ExportJob) -> tuple[int, int]:
        """Where the bytes begin and end; a range that can't be is refused."""
        size = int(job.byte_count or 0)
        asked = _RANGE.fullmatch(self.request.headers.get("Range", ""))
        same = self.request.headers.get("If-Range", f'"{job.sha256}"') == f'"{job.sha256}"'
        if asked is None or not same or not any(asked.groups()):
            return 0, size
        first, last = asked.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            self.set_header("Content-Range", f"bytes */{size}")
            raise web.HTTPError(416)
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        return start, end

    def _describe(self, job: ExportJob, start: int, end: int) -> None:
        name = Path(job.path).name
        plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", name)
        self.set_header("Content-Type", "application/octet-stream")
        told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
        self.set_header("Content-Disposition", told)
        self.set_header("Content-Length", str(end - start))
        self.set_header("Accept-Ranges", "bytes")
        self.set_header("Etag", f'"{job.sha256}"')

    async def _send(self, read: Read, job: ExportJob, start: int, end: int) -> None:
        """Piece by piece; a file that changes meanwhile breaks the connection off."""
        while start < end:
            try:
                work = self.worked_on(lambda at=start: read(job.job_id, at))  # type: ignore[misc]
                _, piece = await asyncio.wrap_future(work)
                if not piece:
                    raise NotFound("The file ended early.")
                self.write(piece[: end - start])
                start += len(piece)
                await self.flush()
            except ServerBusy:
                await asyncio.sleep(0.2)
            except StreamClosedError:
                return
            except VaultError:
                # Less than was promised: the browser sees that the file is not whole.
                self.detach().close()
                return
        await super(VaultHandler, self).finish(set_content_type="application/octet-stream")


def _status(error: VaultError) -> int:
    if isinstance(error, ServerBusy):
        return 503
    return 403 if isinstance(error, NotAllowed) else 404
