"""Damaged files by the thousand through the import, in a process that may die of them.

Run by `test_fuzz`, or by hand: ``python tests/unit/imports/fuzzing.py SECONDS SEED FOLDER``. What
is being tried lies in the folder, so that a crash leaves the file behind that caused it.
"""

from __future__ import annotations

import faulthandler
import gzip
import io
import json
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from datavault_jupyter.base.brake import Brake
from datavault_jupyter.base.errors import Cancelled, StorageFault, Unexpected, VaultError
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.delimited.walking import Walk
from datavault_jupyter.features.imports.records import Loaded, Options
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

# A case is told to stop after this, and has hung when it still runs after the second.
_STOPPED_AFTER_S = 20
_HUNG_AFTER_S = 60
_GROWTH_BYTES = 400_000_000
_WARM_UP = 150
_LEAKS = ("Error:", "Possible fixes", "Traceback", "duckdb", "LINE 1")

_CSV = (
    b"id,text,when,n\n"
    + b"".join(
        b'%d,"say ""%d"", x",%d/4/2026,%d.5\n' % (at, at, at % 12 + 1, at) for at in range(1, 40)
    )
    + '40,«é» 😀,1/4/2026,\n41,"a\nb",2/4/2026,NA\n'.encode()
)
_TSV = b"# made by hand\n\na\tb\tc\n" + b"1\t2026-01-02\t0.1\n2\t2026-01-03\t1e5\n" * 20
_RECORDS: list[dict[str, Any]] = [
    {"id": at, "text": f"é{at}", "tags": [{"b": at}], "n": at / 4, "none": None} for at in range(30)
]
_JSON = json.dumps(_RECORDS, ensure_ascii=False, indent=1).encode()
_LINES = b"".join(json.dumps(each).encode() + b"\n" for each in _RECORDS)
_TOKENS = (
    b'"', b'""', b"'", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\\", b'\\"', b"{",
    b"}", b"[", b"]", b":", b"null", b"NaN", b"-", b"1e999", b"9" * 60, b"0.1234567890123456789",
    b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b"#",
    b"[" * 200, b'{"a":' * 200, b'"' + b"x" * 5_000, b"PAR1", b"\x1f\x8b", "\u2028".encode(),
    b'" "', b"true", b"2026-02-30", b"31/31/2026", b"\\u0000", b"\\ud800",
)  # fmt: skip
_OPTIONS: tuple[dict[str, Any], ...] = (
    {}, {}, {}, {"on_error": "skip"}, {"on_error": "skip"}, {"date_order": "dmy"},
    {"header": False}, {"quote": ""}, {"quote": "'"}, {"skip": 2}, {"delimiter": ";"},
    {"encoding": "latin-1"}, {"encoding": "utf-8", "on_error": "skip"}, {"null_values": ["1"]},
    {"on_error": "skip", "date_order": "mdy"}, {"types": {"id": "integer"}},
    {"types": {"id": "integer"}, "on_error": "skip"}, {"types": {"n": "DECIMAL(9,2)"}},
)  # fmt: skip


def _parquet() -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_RECORDS), target)
    return target.getvalue()


def _seeds() -> list[tuple[str, bytes]]:
    texts = [("a.csv", _CSV), ("a.tsv", _TSV), ("a.json", _JSON), ("a.ndjson", _LINES)]
    return [
        *texts,
        *texts,
        ("w.csv", _CSV.decode().encode("utf-16")),
        ("r.csv", _CSV.replace(b"\n", b"\r\n")),
        ("a.parquet", _parquet()),
        # Without the time of packing: parts of a seed go into others, and a case has to be the
        # same in each run.
        ("a.csv.gz", gzip.compress(_CSV, mtime=0)),
        ("a.ndjson.gz", gzip.compress(_LINES, mtime=0)),
        ("a.json.zst", pa.compress(_JSON, codec="zstd", asbytes=True)),
    ]


def _mutated(draw: random.Random, data: bytes, other: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(draw.choice([1, 1, 1, 2, 3, 8])):
        at = draw.randrange(len(made) + 1)
        end = min(len(made), at + draw.choice([1, 2, 8, 50]))
        kind = draw.randrange(8)
        if kind == 0:
            made[at:at] = draw.choice(_TOKENS)
        elif kind == 1:
            made[at:end] = draw.choice(_TOKENS)
        elif kind == 2:
            del made[at:end]
        elif kind == 3 and made:
            made[min(at, len(made) - 1)] ^= 1 << draw.randrange(8)
        elif kind == 4:
            made[at:at] = made[at:end] * draw.choice([1, 3, 300])
        elif kind == 5:
            del made[at:]
        elif kind == 6:
            start = draw.randrange(len(other))
            made[at:at] = other[start : start + draw.choice([5, 60, 400])]
        else:
            made[at:end] = bytes(draw.randrange(256) for _ in range(end - at))
    return bytes(made)


class _Fuzzer:
    """Tries one case after the other in one store."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.outcomes: Counter[str] = Counter()
        self.findings: list[str] = []
        self._folder = folder
        self._draw = random.Random(seed)
        self._store = Store.open(folder / "vault")
        self._seeds = _seeds()

    def close(self) -> None:
        self._store.close()

    def one(self) -> None:
        """Make a file and import it."""
        name, data = self._draw.choice(self._seeds)
        other = self._draw.choice(self._seeds)[1]
        inner = gzip.decompress(data) if name.endswith(".gz") else data
        if inner is not data and self._draw.random() < 0.7:
            made = gzip.compress(_mutated(self._draw, inner, other), mtime=0)
        else:
            made = _mutated(self._draw, data, other)
        options = self._draw.choice(_OPTIONS)
        path = self._folder / name
        path.write_bytes(made)
        (self._folder / "options.json").write_text(json.dumps([name, options]))
        outcome = self._tried(path, options)
        path.unlink()
        self.outcomes[outcome] += 1

    def _tried(self, path: Path, options: dict[str, Any]) -> str:
        brake = Brake("The case took too long.")
        slow = threading.Timer(_STOPPED_AFTER_S, brake.pull)
        slow.daemon = True
        slow.start()
        faulthandler.dump_traceback_later(_HUNG_AFTER_S, exit=True)
        try:
            loaded = self._load(path, options, brake)
        except VaultError as error:
            self._judge(path, options, error)
            return type(error).__name__
        except Exception as error:  # noqa: BLE001 - any other is what is looked for
            self._found(path, options, f"{type(error).__name__}: {error}")
            return "foreign error"
        finally:
            slow.cancel()
            faulthandler.cancel_dump_traceback_later()
        self._check(path, options, loaded)
        shutil.rmtree(self._store.root / "rows" / "dst_x", ignore_errors=True)
        return "loaded"

    def _load(self, path: Path, options: dict[str, Any], brake: Brake) -> Loaded:
        cursor = self._store.engine.moving()

        def write(query: Sql, columns: Columns) -> NewPart:
            return parts.write(self._store, cursor, query, columns, dataset_uid="dst_x")

        with (
            tempfile.TemporaryDirectory(dir=self._folder) as scratch,
            brake.cancels(cursor.interrupt),
        ):
            made = Options(**options)
            return reading.load_file(cursor, path, made, write, scratch=Path(scratch))

    def _judge(self, path: Path, options: dict[str, Any], error: VaultError) -> None:
        """Whether a refusal is a sentence of ours."""
        text = error.message
        is_bad = (
            isinstance(error, Cancelled | StorageFault | Unexpected)
            or "\n" in text
            or not text.endswith(".")
            or any(each in text for each in _LEAKS)
        )
        if is_bad:
            self._found(path, options, f"{type(error).__name__}: {text}")

    def _check(self, path: Path, options: dict[str, Any], loaded: Loaded) -> None:
        """Whether a table has as many rows as its file has records."""
        info = loaded.source_info
        if options.get("on_error") != "skip" and loaded.rejects:
            self._found(path, options, "rows were left out that nobody asked to")
        if info.get("dialect") is None or info["encoding"] != "utf-8" or info["compression"]:
            return
        width = len(loaded.source_columns)
        walk = Walk(path.read_bytes(), Dialect(**info["dialect"]))
        records = sum(each.is_row(width) for each in walk) - info["dialect"]["header"]
        rows = sum(part.row_count for part in loaded.parts)
        if not loaded.rejects and rows != records:
            self._found(path, options, f"{rows} rows were made of {records} records")

    def _found(self, path: Path, options: dict[str, Any], what: str) -> None:
        kept = self._folder / f"finding-{len(self.findings)}{''.join(path.suffixes)}"
        shutil.copy(path, kept)
        self.findings.append(f"{kept.name} {json.dumps(options)}: {what}")


def main(seconds: float, seed: int, folder: Path, tell: Callable[[str], object] = print) -> int:
    """Try until the time is over; 0 where nothing was found."""
    fuzzer = _Fuzzer(folder, seed)
    ends, tried, before = time.monotonic() + seconds, 0, 0
    while time.monotonic() < ends and len(fuzzer.findings) < 20:
        fuzzer.one()
        tried += 1
        if tried == _WARM_UP:
            before = _resident()
    grown = _resident() - before if before else 0
    if grown > _GROWTH_BYTES:
        fuzzer.findings.append(f"{tried} files took {grown:,} bytes of memory for good")
    fuzzer.close()
    tell(json.dumps({"tried": tried, "grown": grown, "outcomes": fuzzer.outcomes}))
    for each in fuzzer.findings:
        tell(each)
    return 1 if fuzzer.findings else 0


def _resident() -> int:
    """Bytes of memory this process holds."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
