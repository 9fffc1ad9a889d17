// A path, completed as it is typed.

import { useId, useRef, useState } from "preact/hooks";
import type { ImportPlace } from "../../protocol/operations";
import { Button, bytes, Icon, TextInput, useAsk } from "../../ui";
import { Layer } from "../../ui/layer";

function Places(props: {
  id: string;
  places: readonly ImportPlace[];
  at: number;
  onChoose: (place: ImportPlace) => void;
}) {
  const { id, at } = props;
  return (
    <div role="listbox" id={id} aria-label="Folders and files">
      {props.places.map((place, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
        <div
          key={place.path}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          class={`dv-item ${i === at ? "is-at" : ""}`}
          aria-selected={i === at}
          ref={(own) => {
            if (i === at) own?.scrollIntoView({ block: "nearest" });
          }}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(place)}
        >
          <Icon name={place.is_folder ? "folder" : "file"} />
          <span class="dv-grow">{place.name}</span>
          {place.byte_count !== null && <span class="dv-end">{bytes(place.byte_count)}</span>}
        </div>
      ))}
    </div>
  );
}

/** What is typed, what may follow, and which of that the keys are at. */
function usePlaces(onTake: (path: string) => void) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(true);
  const [at, setAt] = useState(-1);
  const { data } = useAsk("imports.complete", isOpen ? { text } : null, [text]);
  const places = (isOpen && data?.places) || [];
  const type = (value: string) => {
    setText(value);
    setAt(-1);
    setOpen(true);
  };
  const choose = (place: ImportPlace) => {
    type(place.path);
    if (place.is_folder) return;
    setOpen(false);
    onTake(place.path);
  };
  const keys = (event: KeyboardEvent) => {
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const place = places[Math.max(at, 0)];
    const completes = event.key === "Tab" && !event.shiftKey && place && place.path !== text;
    if (way && places.length) {
      setAt(at < 0 && way < 0 ? places.length - 1 : (at + way + places.length) % places.length);
    } else if (completes) {
      type(place.path);
      setOpen(place.is_folder);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hasMore = data?.has_more ?? false;
  return { text, places, at, hasMore, type, choose, keys, close: () => setOpen(false) };
}

/** A combobox: folders go on, a file is taken; ↑ ↓ choose, Tab completes, Enter takes. */
export function PathField(props: { onTake: (path: string) => void; onLeave: () => void }) {
  const { onTake } = props;
  const { text, places, at, ...list } = usePlaces(onTake);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const path = text.trim();
  const present = places[at];
  const enter = () => {
    if (present) list.choose(present);
    else if (path) onTake(path);
  };
  return (
    <div class="dv-row dv-import-path">
      <TextInput
        class="dv-grow"
        label="Path of a file"
        placeholder="reviews.csv or ~/data/"
        value={text}
        onInput={list.type}
        onEnter={enter}
        onKeyDown={list.keys}
        onEscape={places.length ? list.close : props.onLeave}
        listId={places.length ? id : undefined}
        activeId={present && `${id}-${at}`}
        elementRef={input}
        autoFocus
      />
      <Button
        label="Preview file"
        reason={path ? undefined : "Type a path first."}
        onPress={() => onTake(path)}
      />
      {places.length > 0 && input.current && (
        <Layer class="dv-list" anchor={input.current} onClose={list.close} isAsWide>
          <Places id={id} places={places} at={at} onChoose={list.choose} />
          {list.hasMore && <p class="dv-item dv-3">More; type on to see them</p>}
        </Layer>
      )}
    </div>
  );
}
