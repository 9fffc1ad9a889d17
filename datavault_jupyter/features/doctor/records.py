"""What the doctor found."""

from __future__ import annotations

from dataclasses import dataclass, field

from datavault_jupyter.base import wording
from datavault_jupyter.display import html, text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that isn't as it should be.

    Attributes:
        what: One sentence.
        is_mended: Whether it has been put right just now.
        hint: What to do, when it hasn't.
    """

    what: str
    is_mended: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """The state of a vault.

    Attributes:
        versions: The version of every part that matters, by name.
        facts: Sizes, places, numbers, by name.
        findings: What isn't as it should be; empty is good news.
    """

    versions: dict[str, str]
    facts: dict[str, str]
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to mend."""
        return all(finding.is_mended for finding in self.findings)

    def _rows(self) -> list[tuple[str, str]]:
        return [*self.facts.items(), *self.versions.items()]

    def _verdict(self) -> str:
        mended = sum(finding.is_mended for finding in self.findings)
        open_count = len(self.findings) - mended
        if open_count:
            return wording.count(open_count, "problem")
        return f"Well, {wording.count(mended, 'thing')} mended" if mended else "Well"

    def __str__(self) -> str:
        """The checkup as plain text."""
        lines = [f"Vault: {self._verdict()}"]
        lines += [
            f"{'mended' if each.is_mended else 'PROBLEM'}: {each.what} {each.hint}".rstrip()
            for each in self.findings
        ]
        return "\n".join([*lines, text.table(["", ""], self._rows()).strip()])

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        rows = [
            [
                html.Cell(
                    "mended" if each.is_mended else "problem",
                    "dv-ok" if each.is_mended else "dv-bad",
                    glyph="✔" if each.is_mended else "⬣",
                ),
                html.Cell(f"{each.what} {each.hint}".strip()),
            ]
            for each in self.findings
        ]
        rows += [[html.Cell(name), html.Cell(value)] for name, value in self._rows()]
        table = html.table([html.Head("What"), html.Head("How it is")], rows, label="Checkup")
        glyph, css = ("✔", "dv-ok") if self.is_well else ("⬣", "dv-bad")
        body = html.frame("Vault", badge=html.Cell(self._verdict(), css, glyph=glyph), body=table)
        return {"text/plain": str(self), "text/html": body}
