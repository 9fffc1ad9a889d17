"""Everything the head and the overview of one dataset are told."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import Cancelled, DatasetNotFound, NotAllowed, Refused
from datavault_jupyter.features.datasets import queries
from datavault_jupyter.features.datasets.detail import (
    DatasetFacts,
    DetailService,
    MissingCells,
)
from datavault_jupyter.features.datasets.detail_ops import DescriptionArgs, DetailArgs, DetailOps
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.protocol.coding import encoded
from datavault_jupyter.protocol.operations import Call, operations_of

Act = Callable[[str], Vault]


def nothing_refused(_record: DatasetRecord) -> Mapping[str, str]:
    return {}


def ops_of(vault: Vault) -> DetailOps:
    services = vault._services
    detail = DetailService(services.store, services.policy, services.datasets)
    return DetailOps(detail, services.datasets, lambda: nothing_refused)


def facts_of(vault: Vault, dataset: Dataset) -> DatasetFacts:
    return ops_of(vault).describe(DetailArgs(dataset.id), Call())


def missing_of(vault: Vault, dataset: Dataset) -> MissingCells:
    return ops_of(vault).missing(DetailArgs(dataset.id), Call())


def change(vault: Vault, dataset: Dataset, **values: object) -> None:
    with vault._services.store.catalog.write() as connection:
        queries.update(connection, dataset.known.key, **values)


def test_an_import_tells_its_file_and_its_shape(vault: Vault, reviews: Dataset) -> None:
    facts = facts_of(vault, reviews)
    assert (facts.name, facts.path, facts.project, facts.row_count) == (
        "reviews",
        "reviews",
        None,
        3,
    )
    assert (facts.origin.file_name, facts.origin.format, facts.origin.delimiter) == (
        "reviews.csv",
        "csv",
        ",",
    )
    assert facts.origin.sha256 == reviews.source_info["sha256"]
    assert facts.origin.byte_count == reviews.source_info["byte_count"]
    assert [(each.word, each.count) for each in facts.column_classes] == [
        ("number", 1),
        ("text", 1),
        ("date", 1),
    ]
    assert sum(each.count for each in facts.column_classes) == facts.column_count
    assert (facts.version, facts.version_count) == ("1.0.0", 1)
    assert facts.byte_count == reviews.byte_count


def test_every_operation_can_travel(vault: Vault, reviews: Dataset) -> None:
    for each in operations_of(ops_of(vault)):
        if each.args is DetailArgs:
            assert encoded(each.run(DetailArgs(reviews.id), Call()))


def test_rows_of_a_query_tell_what_they_were_made_from(vault: Vault, reviews: Dataset) -> None:
    made = vault.import_frame(vault.sql("SELECT id FROM reviews"), name="ids")
    origin = facts_of(vault, made).origin
    assert reviews.name in origin.datasets
    assert origin.query == "SELECT id FROM reviews"


def test_a_clone_and_a_merge_tell_what_they_began_with(vault: Vault, reviews: Dataset) -> None:
    assert facts_of(vault, reviews).made_from == ()
    copy = reviews.clone("copy")
    copy.new_version("1.0.1")
    (link,) = facts_of(vault, copy).made_from
    assert (link.dataset_id, link.path, link.version) == (reviews.id, "reviews", "1.0.0")
    both = vault.merge([copy, reviews], "both")
    facts = facts_of(vault, both)
    assert [(each.path, each.version) for each in facts.made_from] == [
        ("copy", "1.0.1"),
        ("reviews", "1.0.0"),
    ]
    assert facts.activity is not None
    assert facts.activity[0].text == "merged it from copy 1.0.1 and reviews 1.0.0"
    both.new_version("2.0.0")
    copy.delete(confirm="delete", force=True)
    facts = facts_of(vault, both)
    assert [each.path for each in facts.made_from] == ["reviews"]
    assert facts.activity is not None
    assert facts.activity[0].text == "made version 2.0.0"


def test_what_somebody_may_not_see_is_not_named(
    vault: Vault, reviews: Dataset, act_as: Act
) -> None:
    vault.projects.create("Teaching")
    copy = reviews.clone("copy", project="Teaching")
    vault.projects.add_member("Teaching", "eve", "viewer")
    facts = facts_of(act_as("eve"), copy)
    assert (facts.kind, facts.made_from) == ("clone", ())


def test_activity_is_told_newest_first_in_words(vault: Vault, reviews: Dataset) -> None:
    reviews.rename("judged")
    reviews.archive()
    reviews.description = "Three rows."
    activity = facts_of(vault, reviews).activity
    assert activity is not None
    assert [each.text for each in activity] == [
        "changed the description",
        "archived it",
        "renamed it to judged",
        "imported 3 rows",
    ]


def test_activity_is_hidden_from_those_without_the_audit_trail(
    vault: Vault, act_as: Act, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    dataset = vault.import_file(path, project="Teaching")
    vault.projects.add_member("Teaching", "eve", "viewer")
    facts = facts_of(act_as("eve"), dataset)
    assert facts.activity is None
    assert facts.refused["describe"] == "You may not change this dataset"


def test_an_orphan_says_why_it_cannot_be_described(vault: Vault, reviews: Dataset) -> None:
    change(vault, reviews, status="orphaned")
    facts = facts_of(vault, reviews)
    assert facts.state == "orphaned"
    assert facts.refused["describe"].startswith("Orphaned.")
    with pytest.raises(Refused):
        ops_of(vault).set_description(DescriptionArgs(reviews.id, "x"), Call())


def test_a_description_is_changed_and_told(vault: Vault, reviews: Dataset) -> None:
    facts = ops_of(vault).set_description(DescriptionArgs(reviews.id, "Three rows."), Call())
    assert facts.description == "Three rows." == reviews.description


def test_a_viewer_may_not_describe(vault: Vault, act_as: Act, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    dataset = vault.import_file(path, project="Teaching")
    vault.projects.add_member("Teaching", "eve", "viewer")
    with pytest.raises(NotAllowed):
        ops_of(act_as("eve")).set_description(DescriptionArgs(dataset.id, "x"), Call())


def test_what_one_may_not_see_is_not_there(vault: Vault, reviews: Dataset, act_as: Act) -> None:
    vault.people.add("eve", "project_admin")
    ops = ops_of(act_as("eve"))
    for ask in (ops.describe, ops.missing, ops.load_code):
        with pytest.raises(DatasetNotFound):
            ask(DetailArgs(reviews.id), Call())


def test_missing_cells_are_counted_exactly(vault: Vault, reviews: Dataset) -> None:
    found = missing_of(vault, reviews)
    assert (found.cell_count, found.null_count, found.row_count) == (9, 1, 3)
    assert (found.worst_column, found.worst_null_count) == ("text", 1)


@pytest.mark.parametrize("rows", [0, 7, 130_000])
def test_missing_cells_of_every_kind_of_column(vault: Vault, rows: int) -> None:
    # Nested columns, and a column whose name is the path of a nested one's leaf.
    made = vault.import_frame(
        vault.sql(
            f"""SELECT range AS n, CASE WHEN range % 3 = 0 THEN range::HUGEINT END AS "s, x",
            CASE WHEN range % 2 = 0 THEN {{'x': NULL::INT}} END AS s, [NULL, 1] AS l,
            NULL::JSON AS j, INTERVAL 1 DAY AS i, NULL::VARCHAR AS v FROM range({rows})"""
        ),
        name="kinds",
    )
    found = missing_of(vault, made)
    counts = made.sql(
        'SELECT sum((n IS NULL)::INT), sum(("s, x" IS NULL)::INT), sum((s IS NULL)::INT),'
        " sum((l IS NULL)::INT), sum((j IS NULL)::INT), sum((i IS NULL)::INT) FROM this"
    ).fetchall()[0]
    expected = sum(each or 0 for each in counts) + rows
    assert found == MissingCells(rows * 7, expected, rows, "j" if rows else None, rows)


def test_counting_missing_cells_can_be_withdrawn(vault: Vault, reviews: Dataset) -> None:
    call = Call()
    call.cancel()
    with pytest.raises(Cancelled):
        ops_of(vault).missing(DetailArgs(reviews.id), call)


@pytest.mark.parametrize("name", ["plain", 'a "quoted" \\ one', "it's ünï 🐧", "with/slash"])
def test_the_load_code_runs(vault: Vault, reviews: Dataset, name: str) -> None:
    reviews.rename(name)
    code = ops_of(vault).load_code(DetailArgs(reviews.id), Call()).code
    assert code.startswith('vault["')
    assert code.endswith('"].df()')
    assert len(eval(code, {"vault": vault})) == 3  # noqa: S307 - that it runs is what is tested


def test_the_load_code_means_this_dataset_alone(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    other = vault.import_file(path, project="Teaching", name="reviews")
    ops = ops_of(vault)
    assert ops.load_code(DetailArgs(other.id), Call()).code == 'vault["Teaching/reviews"].df()'
    assert ops.load_code(DetailArgs(reviews.id), Call()).code == f'vault["{reviews.id}"].df()'
