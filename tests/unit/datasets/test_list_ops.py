"""The list as a view asks for it: pages, counts, filters, what each role may do."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.errors import BadArgument, NotAllowed, NotFound
from datavault_jupyter.features.datasets.listed import (
    DatasetFilter,
    DatasetListArgs,
    OrderedFilter,
)
from datavault_jupyter.features.datasets.ops import DatasetOps, DatasetTableArgs, RenameArgs
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetSort,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.lifecycle.actions import RowJudge
from datavault_jupyter.features.projects.wire import ProjectListArgs
from datavault_jupyter.protocol.operations import Call

Act = Callable[[str], Vault]


def ops_of(vault: Vault) -> DatasetOps:
    services = vault._services
    return DatasetOps(services.datasets, lambda: RowJudge(services.roles))


@pytest.fixture
def several(vault: Vault, tmp_path: Path) -> Vault:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    for project in ("Teaching", "Support"):
        vault.projects.create(project)
    for n in range(7):
        vault.import_file(path, name=f"reviews {n}", project="Teaching" if n % 2 else None)
    vault.import_file(path, name="tickets", project="Support").archive()
    return vault


def names(vault: Vault, **asked: object) -> list[str]:
    return [row.name for row in ops_of(vault).list(DatasetListArgs(**asked), Call()).rows]  # type: ignore[arg-type]


def test_a_page_comes_with_its_counts(several: Vault) -> None:
    found = ops_of(several).list(DatasetListArgs(limit=3), Call())
    assert [row.name for row in found.rows] == ["reviews 6", "reviews 5", "reviews 4"]
    assert (found.total_count, found.archived_count, found.hidden_count) == (7, 1, 0)
    assert found.rows[1].project == "Teaching"
    assert found.rows[1].path == "Teaching/reviews 5"
    # A file is shared only where the vault allows it.
    assert set(found.rows[0].refused) == {"unarchive", "share"}
    narrowed = DatasetListArgs(search="REVIEWS 3")
    found = ops_of(several).list(narrowed, Call())
    assert (found.total_count, found.hidden_count) == (1, 6)
    assert found.asked == narrowed


def test_counts_follow_every_change(several: Vault) -> None:
    ops = ops_of(several)
    args = DatasetListArgs(search="reviews", limit=2)
    assert ops.list(args, Call()).total_count == 7
    other = Vault(several.path)
    other["reviews 0"].delete(confirm="delete")
    other["reviews 1"].archive()
    found = ops.list(args, Call())
    assert (found.total_count, found.archived_count) == (5, 2)


def test_a_page_beyond_the_end_is_the_last_one(several: Vault) -> None:
    for search in ("", "reviews"):
        found = ops_of(several).list(DatasetListArgs(search=search, offset=60, limit=3), Call())
        assert (found.offset, [row.name for row in found.rows]) == (6, ["reviews 0"])
    assert ops_of(several).list(DatasetListArgs(search="zz", offset=60), Call()).rows == ()


@pytest.mark.parametrize("args", [{"limit": 0}, {"limit": 501}, {"offset": -1}])
def test_a_page_has_a_length(several: Vault, args: dict[str, int]) -> None:
    with pytest.raises(BadArgument, match="1 to 500"):
        ops_of(several).list(DatasetListArgs(**args), Call())  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", list(DatasetSort))
def test_pages_of_every_order_make_the_whole(several: Vault, sort: DatasetSort) -> None:
    whole = names(several, sort=sort, limit=100, has_archived=True)
    pages = [names(several, sort=sort, limit=3, offset=n, has_archived=True) for n in (0, 3, 6)]
    assert [name for page in pages for name in page] == whole
    assert len(set(whole)) == 8


def test_filters_join_and_each_facet_counts_under_the_others(several: Vault) -> None:
    assert names(several, projects=("Teaching",)) == ["reviews 5", "reviews 3", "reviews 1"]
    assert len(names(several, projects=("teaching", ""))) == 7
    assert names(several, projects=("nowhere",)) == []
    assert names(several, sources=(DatasetSource.EXPORT,)) == []
    found = ops_of(several).facets(DatasetFilter(projects=("Teaching",)), Call())
    assert {each.value: each.count for each in found.statuses}[DatasetStatus.COMPLETE] == 3
    assert {each.label: each.count for each in found.projects} == {"Teaching": 3, "No project": 4}


def test_kinds_are_told_filtered_and_counted(several: Vault) -> None:
    several["reviews 1"].clone("copy")
    several.merge([several["reviews 1"], several["reviews 2"]], "both")
    rows = ops_of(several).list(DatasetListArgs(sort=DatasetSort.NAME), Call()).rows
    assert {row.kind for row in rows if row.name.startswith("reviews")} == {DatasetKind.MASTER}
    assert names(several, kinds=(DatasetKind.CLONE,)) == ["copy"]
    either = (DatasetKind.CLONE, DatasetKind.MERGE)
    assert sorted(names(several, kinds=either)) == ["both", "copy"]
    found = ops_of(several).facets(DatasetFilter(kinds=either, search="o"), Call())
    # Under the search, but not under its own filter.
    assert {each.value: each.count for each in found.kinds} == {"master": 0, "clone": 1, "merge": 1}
    assert {each.label: each.count for each in found.projects} == {"No project": 2}


def test_ids_of_all_that_match_in_order(several: Vault) -> None:
    found = ops_of(several).ids(
        OrderedFilter(projects=("Teaching",), sort=DatasetSort.NAME), Call()
    )
    assert found.total_count == 3
    assert found.ids[0] == several["reviews 5"].id
    some = names(several, ids=(several["tickets"].id, "dst_x"), has_archived=True)
    assert some == ["tickets"]


def test_the_list_as_csv(several: Vault) -> None:
    call = Call()
    several["reviews 1"].rename('with "quotes", and\u00e4')
    args = DatasetTableArgs(columns=("name", "rows", "project", "archived"), has_archived=True)
    made = ops_of(several).table(args, call)
    rows = list(csv.reader(io.StringIO(call.frames["csv"].decode())))
    assert made.row_count == 8 == len(rows) - 1
    assert rows[0] == ["Name", "Rows", "Project", "Archived"]
    assert ['with "quotes", and\u00e4', "2", "Teaching", "no"] in rows
    assert ["tickets", "2", "Support", "yes"] in rows
    page = ops_of(several).table(DatasetTableArgs(limit=2, offset=1), call)
    assert page.row_count == 2
    with pytest.raises(BadArgument, match="Columns of the list"):
        ops_of(several).table(DatasetTableArgs(columns=("colour",)), call)


def test_each_role_sees_its_own_and_what_it_may_do(several: Vault, act_as: Act) -> None:
    several.people.add("vic", OrgRole.PROJECT_ADMIN)
    several.people.add("olga", OrgRole.PROJECT_ADMIN)
    several.projects.add_member("Teaching", "vic", "viewer")
    several.projects.add_member("Teaching", "olga", "owner")
    viewer = ops_of(act_as("vic")).list(DatasetListArgs(), Call())
    owner = ops_of(act_as("olga")).list(DatasetListArgs(), Call())
    assert viewer.total_count == owner.total_count == 3
    assert set(viewer.rows[0].refused) == {"rename", "archive", "unarchive", "delete", "share"}
    assert set(owner.rows[0].refused) == {"unarchive", "share"}
    assert viewer.import_refused
    assert owner.import_refused == ""
    with pytest.raises(NotAllowed):
        ops_of(act_as("vic")).rename(RenameArgs(several["reviews 1"].id, "x"), Call())
    with pytest.raises(NotFound):
        ops_of(act_as("olga")).rename(RenameArgs(several["reviews 0"].id, "x"), Call())
    assert (
        ops_of(act_as("olga")).rename(RenameArgs(several["reviews 1"].id, "x"), Call()).name == "x"
    )
    foreign = DatasetFilter(ids=(several["reviews 0"].id,))
    assert names(act_as("olga"), ids=foreign.ids) == []


def test_contributors_get_nothing(several: Vault, act_as: Act) -> None:
    several.people.add("carl", OrgRole.CONTRIBUTOR)
    ops = ops_of(act_as("carl"))
    for ask in (
        lambda: ops.list(DatasetListArgs(), Call()),
        lambda: ops.facets(DatasetFilter(), Call()),
        lambda: ops.ids(OrderedFilter(), Call()),
        lambda: ops.table(DatasetTableArgs(), Call()),
        lambda: ops.rename(RenameArgs(several["tickets"].id, "x"), Call()),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            ask()


def test_projects_say_where_one_may_add(several: Vault, act_as: Act) -> None:
    several.people.add("olga", OrgRole.PROJECT_ADMIN)
    several.projects.add_member("Teaching", "olga", "owner")
    several.projects.add_member("Support", "olga", "viewer")

    def told(vault: Vault) -> tuple[dict[str, bool], bool]:
        found = vault._services.operations["projects.list"].run(ProjectListArgs(), Call())
        return {each.name: each.is_open for each in found.projects}, found.is_vault_open

    assert told(act_as("olga")) == ({"Support": False, "Teaching": True}, False)
    assert told(several) == ({"Support": True, "Teaching": True}, True)
