"""What the Studio asks and is told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.studio.fields import FieldKind
from datavault_jupyter.protocol.operations import Json
from datavault_jupyter.storage.filters import Filter


@dataclass(frozen=True, slots=True)
class StudioArgs:
    """Of which dataset."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class StudioField:
    """A field that can be put on a channel."""

    name: str
    type: str
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class StudioFields:
    """The fields of a dataset, in order."""

    fields: tuple[StudioField, ...]
    is_collected: bool
    name: str
    row_count: int


@dataclass(frozen=True, slots=True)
class DrawArgs:
    """What is to be drawn.

    Attributes:
        dataset_id: The dataset.
        spec: The chart, as JSON holds it.
        is_kind_open: Whether the kind is to be chosen by what the fields hold.
        filter: Which rows; takes the place of the spec's own filter where it is given.
        kept_id: The kept chart it was opened from; only that one's condition in SQL is taken.
        is_dark: On what it is drawn.
        room: So many pixels are there for its width; 0 for as many as it likes.
        is_live: Whether the view draws by itself, and needs no picture.
    """

    dataset_id: str
    spec: Json
    is_kind_open: bool = False
    filter: Filter | None = None
    kept_id: str = ""
    is_dark: bool = False
    room: int = 0
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class LiveChart:
    """A chart as a view draws it by itself, in either theme and in the room there is.

    Attributes:
        light: Vega-Lite without data, on light.
        dark: The same on dark.
        values: The marks' values, column by column; moments as ISO text.
        titles: What the columns are called.
        widest: How wide a plot is where there is room; 0 where its width is fixed.
    """

    light: Json
    dark: Json
    values: Json
    titles: Json
    widest: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart, or what it lacks.

    Attributes:
        spec: The chart with what was left unsaid.
        svg: The picture; empty where something lacks, and where the view draws by itself.
        live: What the view draws by itself; None where something lacks.
        summary: What it shows, in a sentence.
        notes: Rows shown, rows left out and why.
        sql: The query.
        code: The cell that draws it again.
        lack: What is missing, in a sentence; empty for a drawn chart.
        hint: The way out.
        channel: Where it is missing.
    """

    spec: Json
    svg: str = ""
    live: LiveChart | None = None
    summary: str = ""
    notes: tuple[str, ...] = ()
    sql: str = ""
    code: str = ""
    lack: str = ""
    hint: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ChartFileArgs:
    """A chart that is to be a file: ``png``, ``svg``, ``pdf``, ``html``, ``json`` or ``csv``."""

    dataset_id: str
    spec: Json
    format: str
    filter: Filter | None = None
    kept_id: str = ""


@dataclass(frozen=True, slots=True)
class ChartFile:
    """The file's name; its bytes are in the frame `file`."""

    name: str


@dataclass(frozen=True, slots=True)
class StudioChart:
    """A kept chart."""

    id: str
    name: str
    kind: str
    spec: Json
    version: str
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class StudioCharts:
    """The kept charts of a dataset, by name."""

    charts: tuple[StudioChart, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class KeepChartArgs:
    """A chart to keep under a name; `replace` puts it in the place of one of that name."""

    dataset_id: str
    name: str
    spec: Json
    filter: Filter | None = None
    kept_id: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class KeptChartArgs:
    """A kept chart, and its new name where it is to get one."""

    dataset_id: str
    chart_id: str
    name: str = ""
