"""Run the benchmarks: ``python -m benchmarks [part …] [--quick]``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import (
    agreement,
    catalogue,
    charts,
    content,
    evaluation,
    following,
    imports,
    lineage,
    reading,
    sections,
    server,
    starting,
    tasks,
)
from benchmarks.measuring import Report

PARTS = {
    "imports": imports.run,
    "reading": reading.run,
    "content": content.run,
    "charts": charts.run,
    "lineage": lineage.run,
    "catalogue": catalogue.run,
    "starting": starting.run,
    "agreement": agreement.run,
    "evaluation": evaluation.run,
    "sections": sections.run,
    "tasks": tasks.run,
    "following": following.run,
    "server": server.run,
}


def main() -> None:
    """Run the parts asked for, all by default, and print one table each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, one look only")
    parser.add_argument("--folder", type=Path, help="where data is made (4 GB); kept if given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dv-bench-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in asked.parts or PARTS:
            report = Report(name)
            PARTS[name](report, folder, quick=asked.quick)
            print(report)


if __name__ == "__main__":
    main()
