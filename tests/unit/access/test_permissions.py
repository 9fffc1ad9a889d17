"""Every cell of the permission table, written out by hand: a change must be made twice."""

import pytest

from datavault_jupyter.access import (
    ALLOWED,
    Action,
    DatasetRole,
    OrgRole,
    Place,
    Policy,
    ProjectRole,
    Standing,
)
from datavault_jupyter.access.roles import standing
from datavault_jupyter.base.errors import NotAllowed

# sys admin, org admin, owner, viewer, none
TABLE = {
    "dataset.view": "11110",
    "dataset.export": "11110",
    "dataset.create": "11100",
    "dataset.edit": "11100",
    "dataset.archive": "11100",
    "dataset.delete": "11100",
    "dataset.share": "11100",
    "project.view": "11110",
    "project.create": "11000",
    "project.edit": "11100",
    "project.members": "11100",
    "pipeline.view": "11110",
    "pipeline.edit": "11100",
    "pipeline.work": "11100",
    "people.view": "11000",
    "people.edit": "11000",
    "audit.view": "11000",
    "vault.mend": "11000",
    "vault.settings": "11000",
}
STANDINGS = [
    Standing.SYS_ADMIN,
    Standing.ORG_ADMIN,
    Standing.OWNER,
    Standing.VIEWER,
    Standing.NONE,
]


def test_the_table_covers_every_action() -> None:
    assert set(TABLE) == {str(action) for action in Action} == {str(each) for each in ALLOWED}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("held", STANDINGS)
def test_cell(action: Action, held: Standing) -> None:
    expected = TABLE[action][STANDINGS.index(held)] == "1"
    assert (held in ALLOWED[action]) is expected


def test_nobody_without_a_standing_may_do_anything() -> None:
    assert not [action for action, held in ALLOWED.items() if Standing.NONE in held]


@pytest.mark.parametrize(
    ("org", "project", "dataset", "expected"),
    [
        (None, None, None, Standing.NONE),
        (None, ProjectRole.OWNER, None, Standing.NONE),
        (None, None, DatasetRole.VIEWER, Standing.VIEWER),
        (None, None, DatasetRole.ADMIN, Standing.OWNER),
        (OrgRole.CONTRIBUTOR, None, None, Standing.NONE),
        (OrgRole.CONTRIBUTOR, ProjectRole.OWNER, DatasetRole.ADMIN, Standing.NONE),
        (OrgRole.PROJECT_ADMIN, None, None, Standing.NONE),
        (OrgRole.PROJECT_ADMIN, ProjectRole.VIEWER, None, Standing.VIEWER),
        (OrgRole.PROJECT_ADMIN, ProjectRole.OWNER, None, Standing.OWNER),
        (OrgRole.PROJECT_ADMIN, ProjectRole.VIEWER, DatasetRole.ADMIN, Standing.OWNER),
        (OrgRole.PROJECT_ADMIN, ProjectRole.OWNER, DatasetRole.VIEWER, Standing.OWNER),
        (OrgRole.ORG_ADMIN, None, DatasetRole.VIEWER, Standing.ORG_ADMIN),
        (OrgRole.SYS_ADMIN, ProjectRole.VIEWER, None, Standing.SYS_ADMIN),
    ],
)
def test_the_highest_role_counts_but_never_a_contributors(
    org: OrgRole | None,
    project: ProjectRole | None,
    dataset: DatasetRole | None,
    expected: Standing,
) -> None:
    assert standing(org, project, dataset) is expected


class Book:
    """Roles as a test sets them."""

    actor_name = "ada"

    def __init__(self, org: OrgRole | None) -> None:
        self.org = org
        self.projects: dict[int, ProjectRole] = {}
        self.datasets: dict[int, DatasetRole] = {}

    def org_role(self) -> OrgRole | None:
        return self.org

    def project_roles(self) -> dict[int, ProjectRole]:
        return self.projects

    def dataset_roles(self) -> dict[int, DatasetRole]:
        return self.datasets


def test_a_role_that_is_taken_away_is_gone_at_once() -> None:
    book = Book(OrgRole.PROJECT_ADMIN)
    book.projects[1] = ProjectRole.OWNER
    policy = Policy(book)
    policy.require(Action.DATASET_DELETE, Place(1, 7))
    book.projects.clear()
    with pytest.raises(NotAllowed, match="ada .Project admin. may not delete this dataset"):
        policy.require(Action.DATASET_DELETE, Place(1, 7))


def test_a_role_counts_only_in_its_own_place() -> None:
    book = Book(OrgRole.PROJECT_ADMIN)
    book.projects[1] = ProjectRole.OWNER
    book.datasets[9] = DatasetRole.VIEWER
    policy = Policy(book)
    assert policy.allows(Action.DATASET_EDIT, Place(1, 7))
    assert not policy.allows(Action.DATASET_VIEW, Place(2, 7))
    assert policy.allows(Action.DATASET_VIEW, Place(2, 9))
    assert not policy.allows(Action.DATASET_EDIT, Place(2, 9))


@pytest.mark.parametrize("org", [OrgRole.CONTRIBUTOR, None])
def test_contributors_and_strangers_see_no_listing(org: OrgRole | None) -> None:
    with pytest.raises(NotAllowed):
        Policy(Book(org)).visibility()
