"""Changes of a draft's rows and columns: which parts they touch, and what takes their place."""

from datavault_jupyter.features.lineage.edits.editing import Editor
from datavault_jupyter.features.lineage.edits.records import (
    Edited,
    Finished,
    Grounds,
    Piece,
    Step,
)
from datavault_jupyter.features.lineage.edits.stepping import Steps, present_draft

__all__ = ["Edited", "Editor", "Finished", "Grounds", "Piece", "Step", "Steps", "present_draft"]
