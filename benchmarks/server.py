"""Fifty people page through one dataset over HTTP: what each waits, against one of them alone.

They are people, not a flood: each asks for a page about once a second, mostly the next one, and now
and then jumps. The client shares the machine with the server. Meanwhile a notebook is saved and a
folder listed on the same server, as JupyterLab does.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

import datavault_jupyter as dv
from benchmarks.content import _ROWS
from benchmarks.measuring import Report
from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed, unframed
from tests.server.conftest import ASK, BASE, VaultServer

PAGE_ROWS = 100
_ROUNDS = 3
_EVERY_S = 1.0
_JUMPS = 0.2
_BUSY = 503
# As the views do: half a second until they ask a busy server again.
_AGAIN_S = 0.5
_SORTED = {"sorts": [{"column": "price"}]}
_NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "execution_count": None, "id": f"c{at}", "metadata": {},
         "outputs": [], "source": "x = 1  # a line of a notebook\n" * 40}
        for at in range(200)
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure with 50 viewers of 10 M rows for a minute; with 10 of a million when quick."""
    viewers, count, seconds = (10, 1_000_000, 8.0) if quick else (50, 10_000_000, 20.0)
    home = folder / "server-vault"
    shutil.rmtree(home, ignore_errors=True)
    with dv.Vault(home / "vault") as vault:
        vault.projects.create("Teaching")
        with closing(duckdb.connect()) as source:
            rows = source.sql(_ROWS.format(count=count))
            shared = vault.import_frame(rows, name="shared", project="Teaching").id
        for at in range(viewers):
            vault.people.add(f"viewer-{at}", "project_admin")
            vault.projects.add_member("Teaching", f"viewer-{at}", "viewer")
    at_once = max(2, (os.cpu_count() or 2) // 2)
    server = VaultServer(home / "home", home / "vault", has_names=True, waiting=64, at_once=at_once)
    try:
        server.start()
        _load(report, _Crowd(server, shared, viewers, count, seconds))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@dataclass
class _Told:
    """What one kind of question took, in seconds, and how often the server was too busy."""

    seconds: list[float] = field(default_factory=list)
    busy_count: int = 0

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class _Crowd:
    server: VaultServer
    dataset_id: str
    viewers: int
    count: int
    seconds: float


def _load(report: Report, crowd: _Crowd) -> None:
    for query, what in (({}, "a page"), (_SORTED, "a page of a sorted view")):
        _page(crowd, 0, query)  # the copies in memory and the order are made once, for all
        _settle(crowd, query)
        alone, all_of_them = _Told(), _Told()
        quiet, loaded = _Told(), _Told()
        memory = [_memory_mb(crowd)]
        for _ in range(_ROUNDS):
            with _notebook(crowd, quiet):
                _view(crowd, 1, query, alone)
            with _notebook(crowd, loaded):
                _view(crowd, crowd.viewers, query, all_of_them)
            memory.append(_memory_mb(crowd))
        name = f"{what}, {crowd.viewers} viewers of {crowd.count:,} rows"
        report.add(name, _figures(all_of_them, alone), "p95 ≤ ×3")
        report.add("  a notebook saved, a folder listed", _figures(loaded, quiet), "≤ ×3")
        grown = f"{memory[0]:.0f} MB before, {memory[-1]:.0f} MB after {len(all_of_them.seconds):,}"
        report.add("  memory of the server", f"{grown} pages, peak {_peak_mb(crowd):.0f} MB")


def _figures(told: _Told, limit: _Told) -> str:
    busy = f", {told.busy_count} × busy" if told.busy_count else ""
    return (
        f"p95 {told.p95 * 1000:.0f} ms (median {told.median * 1000:.0f}), "
        f"alone {limit.p95 * 1000:.0f} ms ({limit.median * 1000:.0f}), "
        f"×{told.p95 / limit.p95:.2f}{busy}"
    )


def _settle(crowd: _Crowd, query: dict[str, Any]) -> None:
    """Wait until the server has put by what it puts by: until pages are even."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        told = _Told()
        _view(crowd, 1, query, told, seconds=3)
        if told.p95 < 2 * told.median:
            return


def _view(
    crowd: _Crowd, viewers: int, query: dict[str, Any], told: _Told, seconds: float = 0
) -> None:
    """So many people page for a while."""
    lock = threading.Lock()
    ends = time.monotonic() + (seconds or crowd.seconds)

    def look(who: int) -> None:
        choose = random.Random(who)  # noqa: S311 - where somebody looks is no secret
        time.sleep(choose.random() * _EVERY_S)
        at, mine, busy = choose.randrange(crowd.count), [], 0
        connection = http.client.HTTPConnection("127.0.0.1", crowd.server.port, timeout=60)
        with closing(connection):
            while time.monotonic() < ends:
                is_jump = choose.random() < _JUMPS
                at = choose.randrange(crowd.count) if is_jump else at + PAGE_ROWS
                began = time.perf_counter()
                while _page(crowd, who, query, at % crowd.count, connection) == _BUSY:
                    busy += 1
                    time.sleep(_AGAIN_S)
                mine.append(time.perf_counter() - began)
                rest = _EVERY_S * (0.5 + choose.random()) - mine[-1]
                time.sleep(max(0.0, rest))
        with lock:
            told.seconds += mine
            told.busy_count += busy

    threads = [threading.Thread(target=look, args=(who,)) for who in range(viewers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _page(
    crowd: _Crowd,
    who: int,
    query: dict[str, Any],
    at: int = 0,
    connection: http.client.HTTPConnection | None = None,
) -> int:
    """Ask for a page; the status."""
    args = {
        "dataset_id": crowd.dataset_id, "query": query, "offset": at, "limit": PAGE_ROWS,
        "columns": ["id", "category", "price", "qty", "rating", "score", "flag", "city", "name",
                    "note", "day", "ts"],
    }  # fmt: skip
    message = {"v": 1, "ask": "1", "vault": "team", "op": "content.page", "args": args}
    headers = crowd.server.signed(f"viewer-{who}") | {"Content-Type": CONTENT_TYPE}
    asked = connection or http.client.HTTPConnection("127.0.0.1", crowd.server.port, timeout=60)
    asked.request("POST", BASE + ASK, framed(message), headers)
    reply = asked.getresponse()
    body = reply.read()
    if reply.status not in (200, _BUSY):
        raise RuntimeError(unframed(body)[0])
    if connection is None:
        asked.close()
    return reply.status


@contextmanager
def _notebook(crowd: _Crowd, told: _Told) -> Iterator[None]:
    """Somebody works in a notebook on the same server: it is saved, and the folder listed."""
    over = threading.Event()
    body = json.dumps({"type": "notebook", "format": "json", "content": _NOTEBOOK}).encode()
    headers = {**crowd.server.signed("ada"), "Content-Type": "application/json"}
    deeds: tuple[Callable[[], Any], ...] = (
        lambda: crowd.server.request("PUT", "api/contents/book.ipynb", body, headers),
        lambda: crowd.server.get("api/contents", "ada"),
    )

    def work() -> None:
        while not over.wait(0.5):
            for deed in deeds:
                began = time.perf_counter()
                deed()
                told.seconds.append(time.perf_counter() - began)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _status_mb(crowd: _Crowd, name: str) -> float:
    process = crowd.server.process
    try:
        text = Path(f"/proc/{process.pid if process else 0}/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")  # only Linux tells
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith(name))) / 1000


def _memory_mb(crowd: _Crowd) -> float:
    return _status_mb(crowd, "VmRSS")


def _peak_mb(crowd: _Crowd) -> float:
    return _status_mb(crowd, "VmHWM")
