"""Settings of a person, as they come over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.preferences.service import PreferenceService
from datavault_jupyter.protocol.operations import Call, Json, operation


@dataclass(frozen=True, slots=True)
class PreferenceArgs:
    """Which setting, such as ``listing``."""

    name: str


@dataclass(frozen=True, slots=True)
class SetPreferenceArgs:
    """Which setting, and what it becomes; None forgets it."""

    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting; the value is None where nothing was ever set."""

    name: str
    value: Json


class PreferenceOps:
    """What a person set for themselves."""

    def __init__(self, service: PreferenceService) -> None:
        self._service = service

    @operation("preferences.get")
    def get(self, args: PreferenceArgs, _call: Call) -> Preference:
        """One's own setting of this name."""
        return Preference(args.name, self._service.get(args.name))

    @operation("preferences.set")
    def set(self, args: SetPreferenceArgs, _call: Call) -> Preference:
        """Keep a setting of one's own, for all kernels and browsers."""
        self._service.set(args.name, args.value)
        return Preference(args.name, args.value)
