// The shelves: what is on each channel, as a pill that reads as words and opens to be changed.

import { useRef, useState } from "preact/hooks";
import type { StudioField } from "../../protocol/operations";
import { Icon, IconButton, Popover } from "../../ui";
import { DRAGGED } from "./fields";
import { Options } from "./options";
import { type Channel, ICONS, LABELS, type Shelf, type Spec, wordsBefore } from "./spec";

interface ShelfProps {
  shelf: Shelf;
  given: Channel | undefined;
  /** What the kind of chart fills in by itself. */
  implied: Channel | undefined;
  isLacking: boolean;
  fields: readonly StudioField[];
  onChange: (channel: Channel | undefined) => void;
}

/** The pill, which opens what can be said of its field. */
function Pill(props: ShelfProps & { isOver: boolean }) {
  const { shelf, given, fields, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const pill = useRef<HTMLButtonElement>(null);
  const channel = given ?? props.implied;
  const field = fields.find(({ name }) => name === channel?.field);
  const before = channel ? wordsBefore(channel) : "";
  const empty = props.isLacking ? "Needs a field" : "Drop a field";
  const words = channel ? `${before} ${channel.field ?? ""}`.trim() : empty;
  const looks = [
    channel ? "" : "is-empty",
    given ? "" : "is-implied",
    props.isOver || props.isLacking ? "is-wanted" : "",
  ];
  return (
    <span class={`dv-pill ${looks.join(" ")}`}>
      <button
        type="button"
        ref={pill}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={`${LABELS[shelf]}: ${words}`}
        onClick={() => setOpen(!isOpen)}
      >
        {channel && <Icon name={field ? ICONS[field.kind] : "id"} />}
        {before && <span class="dv-2">{before} </span>}
        <span class="dv-cut">{channel ? channel.field : empty}</span>
      </button>
      {given && (
        <IconButton
          icon="close"
          size="s"
          label={`Remove ${words} from ${LABELS[shelf]}`}
          onPress={() => onChange(undefined)}
        />
      )}
      {isOpen && pill.current && (
        <Popover
          label={LABELS[shelf]}
          anchor={pill.current}
          width={264}
          onClose={() => setOpen(false)}
        >
          <Options channel={channel ?? {}} {...{ shelf, fields, onChange }} />
        </Popover>
      )}
    </span>
  );
}

function ShelfRow(props: ShelfProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    setOver(false);
    const name = event.dataTransfer?.getData(DRAGGED);
    if (!name) return;
    event.preventDefault();
    props.onChange({ field: name });
  };
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes(DRAGGED)) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; keys use the button
    <div class="dv-shelf" onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <span class="dv-s dv-2" aria-hidden="true">
        {LABELS[props.shelf]}
      </span>
      <Pill {...props} isOver={isOver} />
    </div>
  );
}

export function Shelves(props: {
  shelves: readonly Shelf[];
  given: Spec;
  drawn: Spec | undefined;
  lacking: string;
  fields: readonly StudioField[];
  onChange: (shelf: Shelf, channel: Channel | undefined) => void;
}) {
  const { given, drawn } = props;
  return (
    <div class="dv-shelves">
      {props.shelves.map((shelf) => (
        <ShelfRow
          key={shelf}
          shelf={shelf}
          given={given[shelf]}
          implied={drawn?.[shelf]}
          isLacking={props.lacking === shelf}
          fields={props.fields}
          onChange={(channel) => props.onChange(shelf, channel)}
        />
      ))}
    </div>
  );
}
