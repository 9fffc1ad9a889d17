"""What the overview and the report say of rows that came from the Hub."""

from typing import Any

from datavault_jupyter import Vault
from datavault_jupyter.features.hub.service import HubService
from datavault_jupyter.protocol.coding import decoded
from datavault_jupyter.protocol.operations import Call


def asked(vault: Vault, op: str, **args: object) -> Any:
    known = vault._services.operations[op]
    return known.run(decoded(known.args, args), Call())


def test_the_overview_and_the_report_name_repository_and_splits(
    vault: Vault, service: HubService
) -> None:
    assert service is vault._services.hub
    made = vault.import_hub("birds/multi", split=["train", "test"], name="birds")
    origin = asked(vault, "datasets.describe", dataset_id=made.id).origin
    assert (origin.repo, origin.subset, origin.split) == (
        "birds/multi",
        "observations",
        "train, test",
    )
    assert origin.revision == "main"
    assert origin.commit == made.source_info["sha"]
    report = made.import_report()
    assert report is not None
    assert report.source == "birds/multi"
    assert "observations/test-00000-of-00001.parquet" in report.files
    assert asked(vault, "imports.report", dataset_id=made.id).source == "birds/multi"
