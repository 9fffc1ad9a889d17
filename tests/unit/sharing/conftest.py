"""A dataset whose columns are partly hidden, and its twin that never had them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.pipelines.tasks import turns
from datavault_jupyter.features.sharing.opening import Opened
from datavault_jupyter.features.sharing.records import LinkKind
from datavault_jupyter.guest import GuestServices
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call

# Nothing else in the tests looks like these.
SECRET_NAME, SECRET_TEXT, SECRET_NUMBER = "salary", "zq-secret", 7_654_321
SHARED = pd.DataFrame(
    {"team": ["red", "blue", "red", "green"], "score": [1.5, 2.5, 3.5, 1.5], "n": range(4)}
)


@dataclass
class Guest:
    """Somebody who came by a link, as the page asks for them."""

    services: GuestServices
    dataset_id: str

    def ask(self, op: str, **args: Any) -> Any:
        """The answer as it goes over the wire, with its binary parts as bytes."""
        operation = self.services.operations[op]
        known = {"dataset_id": self.dataset_id} | args
        call = Call()
        taken = known if "dataset_id" in operation.args.__annotations__ else args
        made = encoded(operation.run(decoded(operation.args, taken), call))
        return {"made": made, **call.frames} if call.frames else made

    def told(self, op: str, **args: Any) -> Any:
        """The answer, or the refusal in its words, without what differs between twins."""
        try:
            return plain(self.ask(op, **args), self.dataset_id)
        except VaultError as error:
            said = (error.code, error.message, error.hint, error.field)
            return tuple(str(each).replace(self.dataset_id, "ID") for each in said)


def plain(told: Any, dataset_id: str) -> Any:
    """An answer without ids, fingerprints and moments."""
    if isinstance(told, dict):
        fleeting = {"fingerprint", "updated_at", "code", "sql", "started_at", "job_id", "path"}
        return {
            name: plain(each, dataset_id) for name, each in told.items() if name not in fleeting
        }
    if isinstance(told, list):
        return [plain(each, dataset_id) for each in told]
    # A picture numbers its clips through the whole process.
    return (
        re.sub(r"clip\d+", "clip", told.replace(dataset_id, "ID"))
        if isinstance(told, str)
        else told
    )


def opened(ds: dv.Dataset, hidden: Iterable[str] = (), **more: Any) -> Opened:
    facts: dict[str, Any] = {
        "share_key": 1,
        "dataset_key": ds._record.key,
        "dataset_id": ds.id,
        "link": LinkKind.PUBLIC,
        "who": "",
        "hidden": frozenset(hidden),
        "can_export": True,
        "ends_at": None,
        "shared_by": "Ada",
    }
    return Opened(**{**facts, **more})


@pytest.fixture
def came(vault: dv.Vault) -> Callable[..., Guest]:
    """Come by a link to a dataset."""

    def made(ds: dv.Dataset, hidden: Iterable[str] = (), **more: Any) -> Guest:
        return Guest(GuestServices(vault._services.store, opened(ds, hidden, **more)), ds.id)

    return made


@pytest.fixture(params=["rows", "tasks"])
def twins(
    vault: dv.Vault,
    came: Callable[..., Guest],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """Two guests: of a dataset with hidden columns, and of one that never had any.

    Once with rows in files, once with tasks of a pipeline that is collecting.
    """
    hidden: dict[str, Any] = {
        SECRET_NAME: [SECRET_NUMBER + each for each in range(4)],
        "remark": [SECRET_TEXT] * 4,
    }
    whole = SHARED.assign(**hidden)[["remark", "team", SECRET_NAME, "score", "n"]]
    # Tasks are of one moment, which has as many digits for both.
    moment = now()
    monkeypatch.setattr(turns, "now", lambda: moment)
    made = []
    for project, rows in (("One", whole), ("Two", SHARED)):
        vault.projects.create(project)
        if request.param == "rows":
            made.append(vault.import_frame(rows, name="people", project=project))
        else:
            made.append(_collected(vault, rows, project))
    return came(made[0], hidden), came(made[1])


def _collected(vault: dv.Vault, rows: pd.DataFrame, project: str) -> dv.Dataset:
    kinds = {"team": "short_text", "remark": "short_text"}
    fields = [dv.Field(each, kinds.get(each, "numeric"), source="given") for each in map(str, rows)]
    asked = dv.Field("ok", "boolean")
    nodes = [dv.Subtask("rate", fields=[*fields, asked])]
    pipeline = vault.pipelines.create("people", project=project, nodes=nodes)
    pipeline.activate().add_tasks(rows.to_dict("records"))
    return pipeline.dataset
