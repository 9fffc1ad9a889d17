"""The same kernel tests under other ipykernels that people have; part of the long run."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

if os.environ.get("DATAVAULT_TEST_FULL") == "1":

    @pytest.mark.timeout(1200)
    @pytest.mark.parametrize("version", ["6.31.0", "7.3.0"])
    def test_the_kernel_tests_pass_under(version: str, tmp_path: Path) -> None:
        """Beside this environment's packages, with another ipykernel in front of them."""
        venv.create(tmp_path / "env", with_pip=True, system_site_packages=False)
        python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        here = next(path for path in sys.path if path.endswith("site-packages"))
        folder = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        Path(folder, "others.pth").write_text(here + "\n", encoding="utf-8")
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--no-deps", f"ipykernel=={version}"], check=True
        )
        done = subprocess.run(
            [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/kernel"],
            cwd=ROOT,
            env={**os.environ, "DATAVAULT_TEST_FULL": "0", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
        assert " passed" in done.stdout
