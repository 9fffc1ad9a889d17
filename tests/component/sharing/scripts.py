"""Answers as the contract of sharing has them."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.widgets.ops import built

NOW = "2026-11-22T12:00:00Z"
SHEET: dict[str, Any] = {
    "dataset_id": "dset_1",
    "dataset_name": "Helpfulness eval",
    "refusal": "",
    "mode": "restricted",
    "path": "datavault/s/7f3kXw0aGdPq2Lb8Zr5MtYhCq9vd",
    "ends_at": "2026-12-22T22:59:59Z",
    "can_export": True,
    "columns": [
        {"name": name, "is_hidden": name == "email"} for name in ("task", "prompt", "email")
    ],
    "people": [
        {
            "id": "chen",
            "name": "Chen Wei",
            "email": "chen.wei@example.org",
            "is_member": True,
            "opened_at": None,
            "has_personal": False,
        },
        {
            "id": "dana",
            "name": "Dana Levi",
            "email": "dana.levi@example.org",
            "is_member": True,
            "opened_at": "2026-11-20T09:00:00Z",
            "has_personal": True,
        },
    ],
    "openings": [
        {"who": "Dana Levi", "link": "restricted", "at": "2026-11-20T09:00:00Z", "count": 3},
        {"who": "", "link": "public", "at": "2026-11-19T09:00:00Z",
         "count": 1},
    ],
    "created_by": "Ana Ruiz",
    "created_at": NOW,
    "row_count": 600,
    "contributor_count": 6,
    "is_public_possible": True,
    "server_url": "https://lab.example.org/",
    "mailer": "",
    "notice": "",
}  # fmt: skip


class Share:
    """A share that is worked on; what is asked changes it."""

    def __init__(self, changed: dict[str, Any]) -> None:
        self.sheet = {**SHEET, **changed}

    def kept(self, **made: Any) -> dict[str, Any]:
        self.sheet.update(made)
        return dict(self.sheet)

    def add(self, args: dict[str, Any]) -> dict[str, Any]:
        entries = [each.strip() for each in args["text"].split(",")]
        bad = [
            {"entry": each, "problem": f"‘{each}’ is no name and no address."}
            for each in entries
            if " " in each
        ]
        waiting = [each for each in entries if "@" in each and each not in args["outsiders"]]
        added = [each for each in entries if " " not in each and each not in waiting]
        people = [
            {"id": each, "name": each, "email": "", "is_member": "@" not in each,
             "opened_at": None, "has_personal": False}
            for each in added
        ]  # fmt: skip
        made = self.kept(people=[*self.sheet["people"], *people])
        return {"sheet": made, "added": added, "waiting": waiting, "bad": bad}

    def remove(self, args: dict[str, Any]) -> dict[str, Any]:
        people = [each for each in self.sheet["people"] if each["id"] != args["person"]]
        return self.kept(people=people)

    def change(self, args: dict[str, Any]) -> dict[str, Any]:
        columns = [
            {"name": each["name"], "is_hidden": each["name"] in args["hidden"]}
            for each in self.sheet["columns"]
        ]
        return self.kept(ends_at=args["ends_at"], can_export=args["can_export"], columns=columns)

    def personal(self, args: dict[str, Any]) -> dict[str, Any]:
        people = [
            {**each, "has_personal": each["has_personal"] or each["id"] == args["person"]}
            for each in self.sheet["people"]
        ]
        path = "datavault/s/once-only-1234567890"
        return {"sheet": self.kept(people=people), "person": args["person"], "path": path}

    def set_mode(self, args: dict[str, Any]) -> dict[str, Any]:
        return self.kept(mode=args["mode"], path=f"datavault/s/for-{args['mode']}")


def answers(**changed: Any) -> dict[str, Any]:
    """What the view may ask, answered by a share of its own."""
    share = Share(changed)
    return {
        "views.part": lambda args: (None, {"code": built(f"{args['name']}.js").encode()}),
        "sharing.look": lambda _: share.kept(),
        "sharing.create": share.set_mode,
        "sharing.set_mode": share.set_mode,
        "sharing.add": share.add,
        "sharing.remove": share.remove,
        "sharing.change": share.change,
        "sharing.personal": share.personal,
        "sharing.revoke": lambda _: share.kept(mode="", path=""),
    }
