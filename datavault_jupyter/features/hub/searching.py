"""Datasets of the Hub as a search finds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from datavault_jupyter.base.errors import HubBadCard
from datavault_jupyter.features.hub import cards
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.records import HubDataset, HubSort
from datavault_jupyter.features.hub.resolving import gate_of

if TYPE_CHECKING:
    from huggingface_hub import DatasetInfo, HfApi

_RANGE = "size_categories:"
_LICENCE = "license:"
_MOST_TEXT = 300
_Key = Literal["created_at", "downloads", "last_modified", "likes", "trending_score"]
_KEYS: Mapping[HubSort, _Key] = {
    HubSort.DOWNLOADS: "downloads",
    HubSort.LIKES: "likes",
    HubSort.TRENDING: "trending_score",
    HubSort.UPDATED: "last_modified",
    HubSort.CREATED: "created_at",
}


def searched(
    line: Line, text: str, *, author: str | None, sort: HubSort, limit: int
) -> list[HubDataset]:
    """The datasets that match, the first by `sort`."""

    def question(api: HfApi) -> list[DatasetInfo]:
        found = []
        for each in api.list_datasets(
            search=text.strip() or None,
            author=author,
            sort=_KEYS[sort],
            limit=limit,
            expand=[
                "author", "cardData", "description", "downloads", "gated", "lastModified",
                "likes", "mainSize", "private", "tags",
            ],
        ):  # fmt: skip
            line.check()
            found.append(each)
        return found

    endpoint = line.settings.endpoint
    return [_dataset(each, endpoint) for each in line.ask(line.about(), question)]


def _dataset(info: DatasetInfo, endpoint: str) -> HubDataset:
    tags = [str(each) for each in info.tags or ()]
    main_size = getattr(info, "main_size", None)
    return HubDataset(
        repo_id=str(info.id),
        description=" ".join(str(getattr(info, "description", None) or "").split())[:_MOST_TEXT],
        downloads=int(info.downloads or 0),
        likes=int(info.likes or 0),
        row_count=_rows(info),
        row_range=next((each[len(_RANGE) :] for each in tags if each.startswith(_RANGE)), ""),
        byte_count=int(main_size) if isinstance(main_size, int) else None,
        gate=gate_of(info.gated),
        is_private=bool(info.private),
        licence=next((each[len(_LICENCE) :] for each in tags if each.startswith(_LICENCE)), ""),
        updated_at=info.last_modified,
        url=f"{endpoint}/datasets/{info.id}",
    )


def _rows(info: DatasetInfo) -> int | None:
    """Rows of all splits of all tables, where the card tells them all."""
    data: Any = info.card_data
    facts = data.to_dict() if data is not None else {}
    told = facts.get("dataset_info") if isinstance(facts, Mapping) else None
    several = told if isinstance(told, list) else [told]
    try:
        card = cards.made({"dataset_info": told}, str(info.id))
    except HubBadCard:
        return None
    counts = [
        count
        for each in several
        if isinstance(each, Mapping)
        for count in card.row_counts(str(each.get("config_name", cards.DEFAULT))).values()
    ]
    return sum(counts) if counts else None
