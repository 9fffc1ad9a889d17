// The sentence, and at its end the search, the columns, wrapping and the row drawer.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { IconButton, Menu, TextInput } from "../../ui";
import { Sentence, type SentenceProps } from "./sentence";

export interface BarProps extends SentenceProps {
  shownCount: number;
  isWrapping: boolean;
  isDrawerOpen: boolean;
  isNarrow: boolean;
  isSearching: boolean;
  searchField: { current: HTMLInputElement | null };
  actions?: ComponentChildren;
  onSearching: (isOn: boolean) => void;
  onColumnsPanel: (anchor: HTMLElement) => void;
  onWrap: () => void;
  onDrawer: () => void;
  onKeys: () => void;
}

const SOON = 200;

/** Told once typing rests. */
function SearchField(props: BarProps) {
  const { query, onSearch, onSearching } = props;
  const search = query.search ?? "";
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => onSearch(text), SOON);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      size="s"
      class="dv-searchall"
      icon="search"
      label="Search all columns"
      placeholder="Search all columns"
      value={text}
      elementRef={props.searchField}
      autoFocus={!search}
      onInput={setText}
      onEnter={onSearch}
      onEscape={() => onSearching(false)}
      onBlur={() => !text && onSearching(false)}
    />
  );
}

function Tools(props: BarProps) {
  const { isNarrow, query, isDrawerOpen } = props;
  const hidden = props.columns.length - props.shownCount;
  const panel = (event: MouseEvent) => props.onColumnsPanel(event.currentTarget as HTMLElement);
  return (
    <>
      {query.search || props.isSearching ? (
        <SearchField {...props} />
      ) : (
        <IconButton
          icon="search"
          label="Search all columns"
          keys="/"
          onPress={() => props.onSearching(true)}
        />
      )}
      <IconButton
        icon="columns"
        label={hidden ? `Columns, ${hidden} hidden` : "Columns"}
        popup="dialog"
        onPress={panel}
      />
      {isNarrow ? (
        <More {...props} />
      ) : (
        <>
          <Wrap {...props} />
          <IconButton
            icon="drawer"
            label="Row details"
            keys="Enter"
            isPressed={isDrawerOpen}
            onPress={props.onDrawer}
          />
        </>
      )}
    </>
  );
}

const Wrap = (props: BarProps) => (
  <IconButton icon="wrap" label="Wrap text" isPressed={props.isWrapping} onPress={props.onWrap} />
);

export function Bar(props: BarProps) {
  return (
    <div class="dv-say">
      <div class="dv-words">
        <Sentence {...props} />
      </div>
      <div class="dv-saytools">
        {/* A saved copy can only show what it has. */}
        {props.isFrozen ? <Wrap {...props} /> : <Tools {...props} />}
        {props.actions}
      </div>
    </div>
  );
}

function More(props: BarProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        icon="more"
        label="More"
        popup="menu"
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && (
        <Menu
          anchor={anchor}
          label="More"
          onClose={() => setAnchor(null)}
          entries={[
            { label: "Wrap text", isOn: props.isWrapping, onPress: props.onWrap },
            { label: "Row details", isOn: props.isDrawerOpen, onPress: props.onDrawer },
            "line",
            { label: "Keys", keys: "?", onPress: props.onKeys },
          ]}
        />
      )}
    </>
  );
}
