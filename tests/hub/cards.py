"""Front matter of README.md, as text, so that it can be broken too."""

from __future__ import annotations

import json
from typing import Any

import yaml

TEXT = "\n# Birds\n\nSmall datasets that the tests of the Hub's client read.\n"


def card(facts: dict[str, Any]) -> bytes:
    """A README with this front matter."""
    # Through JSON: a list used twice would become an anchor.
    plain = json.loads(json.dumps(facts))
    front = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    return f"---\n{front}---\n{TEXT}".encode()


def front_matter(readme: bytes) -> dict[str, Any] | None:
    """The facts in front of a README; None where there are none or they are no YAML."""
    text = readme.decode()
    if not text.startswith("---\n") or "\n---" not in text[3:]:
        return None
    try:
        made = yaml.safe_load(text[4 : text.index("\n---", 3)])
    except yaml.YAMLError:
        return None
    return made if isinstance(made, dict) else None


def configs(*subsets: dict[str, Any]) -> dict[str, Any]:
    return {"configs": list(subsets)}


def subset(name: str, data_files: Any, **options: Any) -> dict[str, Any]:
    """One entry of ``configs``."""
    return {"config_name": name, "data_files": data_files, **options}


def split(name: str, path: str | list[str]) -> dict[str, Any]:
    return {"split": name, "path": path}


BROKEN_YAML = b"---\nconfigs:\n  - config_name: [unclosed\n---\n" + TEXT.encode()
NO_FRONT_MATTER = TEXT.encode()
