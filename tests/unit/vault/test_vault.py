"""Opening, closing and the places a vault may lie in."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from datavault_jupyter import Vault, VaultError
from datavault_jupyter.vault import default_folder


def test_the_default_folder_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAVAULT_HOME", str(tmp_path / "home"))
    with Vault() as vault:
        assert vault.path == (tmp_path / "home").resolve()
        assert vault.name == "home"
    monkeypatch.delenv("DATAVAULT_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder().is_relative_to(tmp_path)
    assert default_folder().name == "vault"


def test_a_closed_vault_opens_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    with Vault(tmp_path / "v") as vault:
        vault.import_file(path)
    assert list((tmp_path / "v" / "processes").glob("*.lock")) == []
    with Vault(tmp_path / "v") as vault:
        assert vault["a"].df()["a"].tolist() == [1]


def test_two_handles_of_one_vault_share_it(tmp_path: Path) -> None:
    with Vault(tmp_path / "v") as one:
        two = Vault(os.path.relpath(tmp_path / "v"))
        assert two.path == one.path
        assert len(list((one.path / "processes").glob("*.lock"))) == 1


def test_rows_may_be_read_from_several_threads(vault: Vault, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = tmp_path / "a.csv"
    path.write_text("a\n" + "\n".join(map(str, range(5000))) + "\n")
    dataset = vault.import_file(path)
    with ThreadPoolExecutor(8) as pool:
        sums = list(pool.map(lambda _: int(dataset.df()["a"].sum()), range(24)))
    assert set(sums) == {sum(range(5000))}


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody can write to, not even root: a mount, else a mode."""
    place = tmp_path / "locked"
    place.mkdir()
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1M,ro", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
        == 0
    )
    if not mounted:
        place.chmod(0o500)
    yield place
    if mounted:
        subprocess.run(["umount", str(place)], check=True)
    else:
        place.chmod(0o700)


def test_a_read_only_place_is_one_sentence(vault: Vault, read_only: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="can't be made or written") as caught:
        Vault(read_only / "v")
    assert "DATAVAULT_HOME" in caught.value.hint
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    with pytest.raises(VaultError) as refused:
        vault.import_file(path).export(read_only / "out.csv")
    assert refused.value.code == "cannot_write"
    assert list(read_only.iterdir()) == []


def test_a_missing_file_is_one_sentence(vault: Vault, tmp_path: Path) -> None:
    for call in (vault.import_file, vault.preview_file):
        with pytest.raises(VaultError, match="nothing.csv"):
            call(tmp_path / "nothing.csv")
    with pytest.raises(VaultError):
        vault.import_file(tmp_path)
    assert vault.datasets() == []


def test_an_error_shows_as_two_lines_in_a_notebook(vault: Vault) -> None:
    with pytest.raises(VaultError) as caught:
        vault["x"]
    lines = caught.value._render_traceback_()
    assert lines[0] == "DatasetNotFound: There is no dataset 'x'."
    assert len(lines) == 2
