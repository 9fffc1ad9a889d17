"""Timing that can be trusted on a shared machine: interleaved, medians, ratios pair by pair."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass
class Series:
    """What one way took, run by run."""

    seconds: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.seconds)


def ratio(way: Series, limit: Series) -> float:
    """The median of the ratios of runs that followed each other."""
    pairs = zip(way.seconds, limit.seconds, strict=True)
    return statistics.median(one / other for one, other in pairs)


@dataclass
class Report:
    """A table of figures for one part."""

    name: str
    lines: list[str] = field(default_factory=list)

    def add(self, what: str, figures: str, aim: str = "") -> None:
        """One line: what was measured, the figures, and what was aimed at."""
        self.lines.append(f"  {what:<46} {figures:<58} {aim}")

    def compare(self, what: str, way: Series, limit: Series, aim: str = "") -> None:
        """A line with both medians and their ratio."""
        spread = f"{min(way.seconds) * 1000:.1f}–{max(way.seconds) * 1000:.1f}"
        figures = (
            f"{way.median * 1000:9.1f} ms ({spread}), limit {limit.median * 1000:.1f} ms, "
            f"×{ratio(way, limit):.2f}"
        )
        if way.peak_mb:
            figures += f", peak {max(way.peak_mb):.0f} MB (limit {max(limit.peak_mb):.0f})"
        self.add(what, figures, aim)

    def __str__(self) -> str:
        """The table."""
        load = os.getloadavg()[0]
        return "\n".join([f"{self.name} (load {load:.1f})", *self.lines, ""])


def interleaved(
    ways: Mapping[str, Callable[[], object]], runs: int, *, warm: int = 1
) -> dict[str, Series]:
    """Time calls within this process, one of each in turn."""
    made = {name: Series() for name in ways}
    for turn in range(runs + warm):
        for name, call in ways.items():
            started = time.perf_counter()
            call()
            if turn >= warm:
                made[name].seconds.append(time.perf_counter() - started)
    return made


def in_fresh_processes(
    ways: Mapping[str, str], arguments: Mapping[str, list[str]], runs: int
) -> dict[str, Series]:
    """Run programs that print ``{"seconds": …}``, one of each in turn; their peak memory, too."""
    made = {name: Series() for name in ways}
    for _ in range(runs):
        for name, code in ways.items():
            seconds, peak = once(code, arguments.get(name, []))
            made[name].seconds.append(seconds)
            made[name].peak_mb.append(peak)
    return made


# The system's own peak of this process alone: getrusage starts from its parent's on Linux.
_TAIL = """
import json as _json, resource as _resource
_peak = _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss / 1000
try:
    with open("/proc/self/status") as _file:
        _peak = next(int(l.split()[1]) for l in _file if l.startswith("VmHWM")) / 1000
except OSError:
    pass
print(_json.dumps({"seconds": seconds, "peak": _peak}))
"""


def once(code: str, arguments: list[str]) -> tuple[float, float]:
    """Run one program in a process of its own; the seconds it says it took, its peak in MB."""
    done = subprocess.run(
        [sys.executable, "-c", code + _TAIL, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    figures = json.loads(done.stdout.splitlines()[-1])
    return float(figures["seconds"]), float(figures["peak"])
