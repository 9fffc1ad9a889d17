"""Jupyter's server killed in the midst of an export and of an upload: nothing partial is seen."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datavault_jupyter import Vault
from tests.server.conftest import VaultServer, running

# Enough that writing and packing it takes longer than seeing that it has begun.
ROWS = 600_000
TEXT = b"word,n\n" + b"".join(b"w%d,%d\n" % (at, at) for at in range(300_000))
PIECE = 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[VaultServer]:
    """A server with a vault of one dataset."""
    with Vault(tmp_path / "vault") as vault:
        rows = pd.DataFrame({"n": range(ROWS)})
        vault.import_frame(rows.assign(text=rows["n"].astype(str) * 8), name="many")
    yield from running(tmp_path / "home", tmp_path / "vault", has_names=False)


def until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + 240
    while not (made := found()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return made


def data(server: VaultServer, op: str, args: Any = None, **more: Any) -> Any:
    reply = server.ask(op, args, **more)
    assert reply.status == 200, reply.message
    return reply.message["data"]


def send(server: VaultServer, upload: dict[str, Any], pieces: int | None = None) -> None:
    starts = range(upload["offset"], len(TEXT), PIECE)
    for start in starts[:pieces]:
        args = {"upload_id": upload["upload_id"], "offset": start}
        data(server, "imports.upload_chunk", args, parts=[TEXT[start : start + PIECE]])


@pytest.mark.timeout(900)
def test_what_a_killed_server_was_at_is_said_and_done_again(server: VaultServer) -> None:
    exports = server.vault / "exports"
    about = {"name": "up.csv", "byte_count": len(TEXT), "fingerprint": "f"}
    upload = data(server, "imports.upload_begin", about)
    send(server, upload, 2)
    (many,) = data(server, "datasets.list")["rows"]
    asked = {"dataset_id": many["id"], "format": "zip", "path": "many.zip"}
    begun = data(server, "exports.start", asked)
    until(lambda: list(exports.glob("out_*/.exp_*")))
    server.kill()
    # While nobody has looked after it: no file has the name of a whole one.
    assert list(exports.glob("out_*/many.zip")) == []

    # A kernel is told before there is a server again; opening the vault has swept.
    with Vault(server.vault) as vault:
        (job,) = vault.exports
        assert job.state == "interrupted"
        assert [each.name for each in vault.datasets()] == ["many"]
    assert list(exports.glob("out_*/*")) + list(exports.glob("out_*/.*")) == []

    server.start()
    (told,) = data(server, "exports.list")["exports"]
    assert (told["job_id"], told["state"]) == (begun["job_id"], "interrupted")
    assert "No unfinished file is left" in told["message"]
    assert server.get(f"datavault/api/download?vault=team&job={told['job_id']}").status == 404
    # The upload is gone with the server, which says so; the same file begins anew.
    assert data(server, "imports.pending") == {"jobs": [], "uploads": []}
    lost = {"upload_id": upload["upload_id"]}
    assert server.ask("imports.upload_end", lost).status == 404
    again = data(server, "imports.upload_begin", about)
    assert again["offset"] == 0
    send(server, again)
    source = {"source": {"upload_id": again["upload_id"], "path": ""}}
    data(server, "imports.upload_end", {"upload_id": again["upload_id"]})
    imported = data(server, "imports.start", {**source, "name": "up"})
    done = data(server, "exports.again", {"job_id": told["job_id"]})
    ended = until(lambda: ended_of(server, done["job_id"]))
    assert (ended["state"], ended["row_count"], ended["path"]) == ("done", ROWS, "many.zip")
    packed = server.get(f"datavault/api/download?vault=team&job={done['job_id']}").body
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        name = next(each for each in archive.namelist() if each.endswith(".csv"))
        with archive.open(name) as rows:
            assert sum(1 for _ in csv.reader(io.TextIOWrapper(rows))) == ROWS + 1
    until(lambda: data(server, "imports.job", {"job_id": imported["job_id"]})["state"] == "done")
    names = {each["name"]: each["row_count"] for each in data(server, "datasets.list")["rows"]}
    assert names == {"many": ROWS, "up": 300_000}


def ended_of(server: VaultServer, job_id: str) -> Any:
    job = data(server, "exports.job", {"job_id": job_id})
    return None if job["state"] == "running" else job
