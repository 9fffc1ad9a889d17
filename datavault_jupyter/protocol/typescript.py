"""TypeScript for the wire, made from the dataclasses of the operations.

``python -m datavault_jupyter.protocol.typescript`` writes ``js/src/protocol/operations.ts``; with
``--check`` it only says whether the file is current.
"""

from __future__ import annotations

import dataclasses
import importlib
import sys
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from datavault_jupyter.protocol.coding import hints_of
from datavault_jupyter.protocol.operations import Operation, operations_of

TARGET = Path(__file__).parents[2] / "js" / "src" / "protocol" / "operations.ts"
_PLAIN = {str: "string", bool: "boolean", int: "number", float: "number", datetime: "string"}
_WIDTH = 100


class _Writer:
    """Collects the named types that operations mention, each once."""

    def __init__(self) -> None:
        self.named: dict[str, str] = {}
        self._kinds: dict[str, Any] = {}

    def of(self, kind: Any, *, is_sent: bool) -> str:
        """The TypeScript of an annotation; sent records may leave out what has a default."""
        if kind is Any:
            return "unknown"
        if kind is type(None):
            return "null"
        if kind in _PLAIN:
            return _PLAIN[kind]
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return " | ".join(dict.fromkeys(self.of(each, is_sent=is_sent) for each in inner))
        if origin in (tuple, list, Sequence):
            each = self.of(inner[0], is_sent=is_sent)
            return f"({each})[]" if " | " in each else f"{each}[]"
        if origin in (dict, Mapping):
            return f"Record<string, {self.of(inner[1], is_sent=is_sent)}>"
        return self._name(kind, is_sent=is_sent)

    def _name(self, kind: Any, *, is_sent: bool) -> str:
        name = str(kind.__name__)
        if name in self.named:
            if self._kinds[name] is not kind:
                raise ValueError(f"two types are called {name}")
            return name
        self._kinds[name] = kind
        self.named[name] = ""
        if issubclass(kind, Enum):
            self.named[name] = f"export type {name} ={_union(kind)};"
        else:
            self.named[name] = self._record(name, kind, is_sent=is_sent)
        return name

    def _record(self, name: str, kind: Any, *, is_sent: bool) -> str:
        lines = []
        for field in dataclasses.fields(kind):
            has_default = (
                field.default is not dataclasses.MISSING
                or field.default_factory is not dataclasses.MISSING
            )
            mark = "?" if is_sent and has_default else ""
            made = self.of(hints_of(kind)[field.name], is_sent=is_sent)
            lines.append(f"  {field.name}{mark}: {made};")
        if not lines:
            return f"export type {name} = Record<string, never>;"
        return "\n".join([f"export interface {name} {{", *lines, "}"])


def _union(kind: Any) -> str:
    words = [f'"{each.value}"' for each in kind]
    short = " " + " | ".join(words)
    if len(short) < _WIDTH - 40:
        return short
    return "".join(f"\n  | {word}" for word in words)


def written(operations: Iterable[Operation]) -> str:
    """The TypeScript of all operations, sorted by name."""
    writer = _Writer()
    entries = []
    for each in sorted(operations, key=lambda each: each.name):
        args = writer.of(each.args, is_sent=True)
        result = "null" if each.result is None else writer.of(each.result, is_sent=False)
        frames = " | ".join(f'"{name}"' for name in each.frames) or "never"
        entries += [
            f"  /** {each.text} */",
            f'  "{each.name}": {{ args: {args}; result: {result}; frames: {frames} }};',
        ]
    parts = [
        "// Made from the Python dataclasses by datavault_jupyter/protocol/typescript.py.",
        *(f"{text}\n" for text in writer.named.values()),
        "export interface Operations {",
        *entries,
        "}\n",
        "export type OpName = keyof Operations;",
        'export type ArgsOf<O extends OpName> = Operations[O]["args"];',
        'export type ResultOf<O extends OpName> = Operations[O]["result"];',
        "",
    ]
    return "\n".join([parts[0], "", *parts[1:]])


def all_operations() -> list[Operation]:
    """The operations of every feature and of the widgets, by their types alone."""
    root = Path(__file__).parents[1]
    found: list[Operation] = []
    for path in [*sorted(root.glob("features/**/*ops.py")), root / "widgets" / "ops.py"]:
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        module = importlib.import_module(f"datavault_jupyter.{name}")
        for holder in vars(module).values():
            if isinstance(holder, type) and holder.__module__ == module.__name__:
                found += operations_of(holder)
    return found


def main(arguments: Sequence[str]) -> int:
    """Write the file, or check it; 1 when it is not current."""
    text = written(all_operations())
    if "--check" in arguments:
        if TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET.name} is not current: npm run types", file=sys.stderr)  # noqa: T201
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
