"""The repositories that stand on every test Hub; their files are made when first asked for.

All are of the owner, ``birds``; what is in them is in `tables`:

- ``multi`` (all types, two subsets of two splits, converted), ``big`` (8 row groups, 50 columns),
  ``decimals`` (too wide for DuckDB), ``card-features`` (labels that only the card knows)
- ``csv`` (tag v1.0), ``csv-options`` (semicolons), ``gzip``, ``jsonl``, ``shapes`` (every way to
  write `data_files`), ``yaml-override``
- without `configs`: ``jsonl``, ``shards``, ``folders``, ``one-file``, ``mixed``, ``gzip``
- what a card gets wrong: ``split-without-files``, ``broken-yaml``, ``two-defaults``,
  ``readme-only``
- ``gated`` (manual), ``gated-auto``, ``private``, ``renamed-301``, ``renamed-307`` (to ``csv``)
- ``moving`` (for commits of a test; branch draft/next), ``many-files`` (2,300)
- ``viewer-ok``, ``-pending``, ``-partial``, ``-not-ready``, ``-500``, ``-501``,
  ``-wrong-revision``

Besides these, 2,500 of ``pond``: fish and frogs.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from tests.hub import tables
from tests.hub.cards import BROKEN_YAML, NO_FRONT_MATTER, card, configs, split, subset
from tests.hub.repos import CONVERT_REF, Content, Repo
from tests.hub.tables import birds, csv_text, jsonl_text, parquet

MANY_REPOS, MANY_FILES = 2_500, 2_300
VIEWERS = ("ok", "pending", "partial", "not-ready", "500", "501", "wrong-revision")


def repos() -> Iterator[Repo]:
    """All but the many, fresh."""
    yield multi()
    yield csv()
    yield from by_patterns()
    yield from by_cards()
    yield from bad_cards()
    yield big()
    yield decimals()
    yield from guarded()
    yield from renamed()
    yield moving()
    yield many_files()
    yield from viewers()


def repo(repo_id: str, files: dict[str, Content], **facts: Any) -> Repo:
    made = Repo(repo_id, **facts)
    made.commit(files)
    return made


def shard(subset_name: str, split_name: str, number: int, of: int) -> bytes:
    """One of `of` Parquet files with a split of `multi`."""
    whole = tables.table(subset_name, split_name)
    rows = -(-whole.num_rows // of)
    return parquet(whole.slice(number * rows, rows), row_group_size=5)


def multi() -> Repo:
    """Two subsets of two splits in all types, one split in two files; converted too."""
    files: dict[str, Content] = {}
    converted: dict[str, Content] = {}
    found = []
    for name in tables.SUBSETS:
        splits = []
        for split_name in tables.SPLITS:
            of = 2 if (name, split_name) == ("observations", "train") else 1
            for number in range(of):
                path = f"{name}/{split_name}-{number:05}-of-{of:05}.parquet"
                files[path] = partial(shard, name, split_name, number, of)
            converted[f"{name}/{split_name}/0000.parquet"] = partial(shard, name, split_name, 0, 1)
            splits.append(split(split_name, f"{name}/{split_name}-*"))
        found.append(subset(name, splits, **({"default": True} if name == "observations" else {})))
    facts = {"license": "mit", "language": ["en", "de"], "pretty_name": "Birds in all types"}
    infos = [
        {
            "config_name": name,
            "splits": [
                {"name": each, "num_bytes": 1_000, "num_examples": stop - first}
                for each, (first, stop) in tables.SPLITS.items()
            ],
        }
        for name in tables.SUBSETS
    ]
    readme = card({**facts, "dataset_info": infos, **configs(*found)})
    made = repo("birds/multi", {"README.md": readme, **files}, likes=40, downloads=900, trending=9)
    made.commit(converted, branch=CONVERT_REF, is_fresh=True)
    return made


def csv() -> Repo:
    """Three rows at tag v1.0, five on main."""
    readme = card(
        {
            "license": "cc0-1.0",
            **configs(subset("default", [split("train", "train.csv"), split("test", "test.csv")])),
        }
    )
    made = Repo("birds/csv", likes=5, downloads=100, trending=5)
    files = {"README.md": readme, "train.csv": csv_text(3), "test.csv": csv_text(2)}
    made.tag("v1.0", made.commit(files))
    made.commit({"train.csv": csv_text(5)}, title="Two birds more")
    return made


def by_patterns() -> Iterator[Repo]:
    """No `configs`: splits come from the names of files; the last has reader options."""
    yield repo(
        "birds/jsonl",
        {"train.jsonl": jsonl_text(4), "validation.jsonl": jsonl_text(2, 4)},
        downloads=50,
    )
    shards: dict[str, Content] = {
        f"data/{name}-{number:05}-of-00002.parquet": partial(_birds_file, 3, number * 3)
        for name in ("train", "test")
        for number in range(2)
    }
    yield repo("birds/shards", {"README.md": card({"license": "mit"}), **shards})
    folders: dict[str, Content] = {"train/a.csv": csv_text(2), "test/b.csv": csv_text(1)}
    yield repo("birds/folders", {**folders, "README.md": NO_FRONT_MATTER})
    yield repo("birds/one-file", {"a.parquet": partial(_birds_file, 4)})
    # Mostly JSON Lines, so the CSV file is no part of it.
    mixed: dict[str, Content] = {"train_a.jsonl": jsonl_text(2), "train_b.jsonl": jsonl_text(1, 2)}
    aside: dict[str, Content] = {"train_notes.csv": csv_text(1), ".hidden.jsonl": jsonl_text(9)}
    yield repo("birds/mixed", {**mixed, **aside, "dataset_infos.json": b"{}"})
    packed: dict[str, Content] = {
        "train.csv.gz": gzip.compress(csv_text(4), mtime=0),
        "test.csv.gz": gzip.compress(csv_text(2), mtime=0),
    }
    yield repo("birds/gzip", packed)


def by_cards() -> Iterator[Repo]:
    """Cards that say in their different ways where the files are and what is in them."""
    options = subset("default", "birds.csv", sep=";")
    yield repo(
        "birds/csv-options",
        {"README.md": card(configs(options)), "birds.csv": csv_text(3, separator=";")},
    )

    shapes = configs(
        subset("text", "one/a.csv"),
        subset("list", ["one/a.csv", "one/b.csv"]),
        subset("splits", [split("train", ["one/*.csv"]), split("dev.small", "two/test.csv")]),
        subset("glob", "**/test.csv"),
        {"config_name": "folder", "data_dir": "two"},
    )
    places = ("one/a.csv", "one/b.csv", "two/train.csv", "two/test.csv")
    files: dict[str, Content] = {path: csv_text(n + 1) for n, path in enumerate(places)}
    yield repo("birds/shapes", {"README.md": card(shapes), **files})
    over = card(configs(subset("over", "two/test.csv"))).split(b"---\n")[1]
    wrong = card(configs(subset("under", "one/a.csv")))
    yield repo("birds/yaml-override", {"README.md": wrong, ".huggingface.yaml": over, **files})
    yield repo("birds/card-features", {"README.md": _labelled(), "train.parquet": _labels_file})


def _labelled() -> bytes:
    names = {str(number): name for number, name in enumerate(tables.SPECIES)}
    features = [
        {"name": "species", "dtype": {"class_label": {"names": names}}},
        {"name": "tags", "sequence": "string"},
        {"name": "numbers", "list": "int64"},
        {"name": "place", "struct": [{"name": "x", "dtype": "float64"}]},
    ]
    infos = {"features": features, "splits": [{"name": "train", "num_examples": 4}]}
    return card({"dataset_info": infos})


def _labels_file() -> bytes:
    return parquet(
        pa.table(
            {
                "species": pa.array([0, 2, -1, 1], pa.int64()),
                "tags": pa.array([["a"], [], None, ["b", "c"]], pa.list_(pa.string())),
                "numbers": pa.array([[1], [2, 3], [], None], pa.list_(pa.int64())),
                "place": pa.array(
                    [{"x": 0.5}, None, {"x": None}, {"x": 2.0}], pa.struct([("x", pa.float64())])
                ),
            }
        )
    )


def _birds_file(rows: int, first: int = 0) -> bytes:
    return parquet(birds(rows, first))


def bad_cards() -> Iterator[Repo]:
    """Cards that say what isn't so."""
    there: dict[str, Content] = {"train.csv": csv_text(2)}
    missing = subset("default", [split("train", "train.csv"), split("test", "test-*.csv")])
    yield repo("birds/split-without-files", {"README.md": card(configs(missing)), **there})
    yield repo("birds/broken-yaml", {"README.md": BROKEN_YAML, **there})
    both = [subset(name, "train.csv", default=True) for name in ("a", "b")]
    yield repo("birds/two-defaults", {"README.md": card(configs(*both)), **there})
    yield repo("birds/readme-only", {"README.md": card({"license": "mit"})})


def big() -> Repo:
    """Eight row groups of fifty columns: what is sent can be told from what is there."""
    readme = card(configs(subset("default", [split("train", "data/train-*")])))
    path = "data/train-00000-of-00001.parquet"
    return repo("birds/big", {"README.md": readme, path: tables.big_file}, downloads=700)


def decimals() -> Repo:
    """Decimals that only pyarrow reads right."""
    return repo("birds/decimals", {"data.parquet": tables.decimal_file})


def guarded() -> Iterator[Repo]:
    """For the owner alone, or for those let in."""

    def files() -> dict[str, Content]:
        readme = card(configs(subset("default", [split("train", "data/train.parquet")])))
        return {
            "README.md": readme,
            "data/train.parquet": partial(_birds_file, 6),
            "notes.csv": csv_text(2),
        }

    yield repo("birds/gated", files(), gate="manual", likes=3)
    yield repo("birds/gated-auto", files(), gate="auto")
    yield repo("birds/private", files(), is_private=True)


def renamed() -> Iterator[Repo]:
    """Old names of `csv`."""
    for status in (301, 307):
        yield repo(f"birds/renamed-{status}", {}, moved=(status, "birds/csv"))


def moving() -> Repo:
    """One file on main and a branch, for tests that add commits."""
    made = repo("birds/moving", {"train.csv": csv_text(2)})
    made.refs["draft/next"] = made.head
    return made


def many_files() -> Repo:
    """More files than the Hub lists on two pages."""
    files: dict[str, Content] = {
        f"part-{number // 100:02}/{number:04}.csv": f"id\n{number}\n".encode()
        for number in range(MANY_FILES - 1)
    }
    return repo("birds/many-files", {"README.md": card({"license": "mit"}), **files})


def viewers() -> Iterator[Repo]:
    """The same small dataset, of which the viewer knows more or less."""
    for state in VIEWERS:
        readme = card(configs(subset("default", [split("train", "train.csv")])))
        made = repo(
            f"birds/viewer-{state}",
            {"README.md": readme, "train.csv": csv_text(20)},
            viewer=state,
        )
        folder = "default/partial-train" if state == "partial" else "default/train"
        rows = {"partial": 8, "wrong-revision": 7}.get(state, 20)
        if state in ("ok", "partial", "wrong-revision"):
            path = f"{folder}/0000.parquet"
            made.commit({path: partial(_birds_file, rows)}, branch=CONVERT_REF, is_fresh=True)
        yield made


def many() -> Iterator[Repo]:
    """More datasets than one page lists; every fifth speaks of fish."""
    for number in range(MANY_REPOS):
        about = "fish" if number % 5 == 0 else "frogs"
        yield repo(
            f"pond/{about}-{number:04}",
            {"train.csv": partial(csv_text, 1)},
            likes=number % 7,
            downloads=number,
            tags_besides=("size_categories:n<1K", f"topic:{about}"),
        )
