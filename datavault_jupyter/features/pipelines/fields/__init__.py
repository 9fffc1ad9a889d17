"""The twelve types of fields of a form: settings, stored form, column type, checks."""

from datavault_jupyter.features.pipelines.fields.kinds import FIELD_KINDS, FieldKind, FieldType
from datavault_jupyter.features.pipelines.fields.records import Field, FieldSource

__all__ = ["FIELD_KINDS", "Field", "FieldKind", "FieldSource", "FieldType"]
