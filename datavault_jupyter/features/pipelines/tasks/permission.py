"""Who may work on a pipeline's tasks."""

from __future__ import annotations

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines.records import PipelineRecord


def may_work(policy: Policy, person: Person, pipeline: PipelineRecord) -> bool:
    """Whether somebody may work on a pipeline in their own name."""
    is_named = person.identity in pipeline.settings.get("people", ())
    return is_named or policy.allows(Action.PIPELINE_WORK, pipeline.place)


def require_work(
    policy: Policy, person: Person, pipeline: PipelineRecord, contributor: str | None = None
) -> None:
    """Whether somebody may work on a pipeline, in their own name or in another's.

    Raises:
        NotAllowed: they have no such role, and are named at no node.
    """
    place = pipeline.place
    if contributor is not None and contributor != person.identity:
        # Only who may change the pipeline works in another's name.
        policy.require(Action.PIPELINE_EDIT, place)
        return
    if not may_work(policy, person, pipeline):
        policy.require(Action.PIPELINE_WORK, place)
