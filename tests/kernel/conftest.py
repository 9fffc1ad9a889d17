"""One kernel for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.kernels import Kernel, started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the kernel works; it has reviews.csv."""
    made = tmp_path_factory.mktemp("kernel")
    (made / "reviews.csv").write_text("id,text,order no\n1,good,7\n2,bad,8\n3,fine,9\n")
    return made


@pytest.fixture(scope="module")
def kernel(folder: Path) -> Iterator[Kernel]:
    with started(folder) as made:
        yield made
