"""No damaged file brings the process down, hangs it, makes it grow, or leaks a foreign error."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
SECONDS = 600 if FULL else 10
_FUZZING = Path(__file__).with_name("fuzzing.py")
# The long run tries other files each time; the short one must not fail by chance.
_SEED = int(time.time()) if FULL else 20_261_128


def test_damaged_files_are_imported_or_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(_FUZZING), str(SECONDS), str(_SEED), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
        check=False,
    )
    trying = (tmp_path / "options.json").read_text()
    assert done.returncode == 0, f"{trying}\n{done.stdout}\n{done.stderr}"
    assert '"loaded"' in done.stdout
