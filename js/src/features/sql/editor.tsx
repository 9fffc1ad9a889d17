// The text of a query: a plain field with a list of what can stand at its cursor.

import type { RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Offer } from "../../protocol/operations";
import { counted } from "../../ui";
import { OfferList, useOffers } from "./offers";
import { type Edit, indented, isOffering, put, taken } from "./typing";

interface EditorProps {
  datasetId: string;
  value: string;
  history: readonly string[];
  onInput: (value: string) => void;
  onRun: () => void;
  onLeave: () => void;
  area: RefObject<HTMLTextAreaElement | null>;
}

/** Earlier queries by arrows: from an empty field, or from one that has just been brought back. */
function useRecall({ value, history, onInput }: EditorProps) {
  const at = useRef(-1);
  const isThere = value === "" || value === history[at.current];
  if (!isThere || value === "") at.current = -1;
  return (key: string, own: HTMLTextAreaElement): boolean => {
    const isUp = key === "ArrowUp";
    // Within several lines an arrow moves the cursor first.
    const rest = isUp ? value.slice(0, own.selectionStart) : value.slice(own.selectionEnd);
    const next = at.current + (isUp ? 1 : -1);
    if (
      rest.includes("\n") ||
      !isThere ||
      next < -1 ||
      next >= history.length ||
      (next === -1 && value === "")
    ) {
      return false;
    }
    at.current = next;
    onInput(history[next] ?? "");
    return true;
  };
}

/** What a key does to the text itself. */
const inText = (
  event: KeyboardEvent,
  own: HTMLTextAreaElement,
  deeds: {
    edit: (made: Edit) => void;
    leave: () => void;
    recall: (key: string, own: HTMLTextAreaElement) => boolean;
  },
): boolean => {
  const { value, selectionStart, selectionEnd } = own;
  switch (event.key) {
    case "Tab":
      deeds.edit(indented(value, selectionStart, selectionEnd, event.shiftKey));
      return true;
    case "Escape":
      deeds.leave();
      return true;
    case "ArrowUp":
    case "ArrowDown":
      return !event.shiftKey && deeds.recall(event.key, own);
    default:
      return false;
  }
};

function useKeys(props: EditorProps) {
  const { area, datasetId } = props;
  const list = useOffers(datasetId);
  const recall = useRecall(props);
  const isQuiet = useRef(false);
  const edit = (made: Edit) => {
    const own = area.current;
    if (!own) return;
    isQuiet.current = true;
    put(own, made);
    isQuiet.current = false;
    list.close();
  };
  const take = (offer: Offer) => {
    if (list.offered) edit(taken(list.offered.at, list.offered.length, offer.text));
  };
  const ask = (isAtOnce: boolean) => {
    const own = area.current;
    if (own) list.ask(own.value, own.selectionEnd, isAtOnce);
  };
  const onInput = (event: InputEvent) => {
    const own = event.currentTarget as HTMLTextAreaElement;
    props.onInput(own.value);
    if (isQuiet.current) return;
    const isWord = own.selectionStart === own.selectionEnd;
    if (!isWord || !isOffering(own.value.slice(0, own.selectionEnd))) return list.close();
    list.follow(own.value, own.selectionEnd);
    ask(false);
  };
  const inList = (key: string): boolean => {
    const { offered } = list;
    if (!offered) return false;
    if (key === "ArrowDown") list.move(offered.chosen + 1);
    else if (key === "ArrowUp") list.move(offered.chosen - 1);
    else if (key === "Enter" || key === "Tab") take(offered.offers[offered.chosen] as Offer);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const isControl = event.ctrlKey || event.metaKey;
    const deeds = { edit, leave: props.onLeave, recall };
    const own = event.currentTarget as HTMLTextAreaElement;
    if (isControl && event.key === "Enter") {
      list.close();
      props.onRun();
    } else if (event.ctrlKey && event.key === " ") ask(true);
    else if (isControl || event.altKey || !(inList(event.key) || inText(event, own, deeds))) {
      // The cursor goes elsewhere: what was offered stood where it was.
      if (/^(Arrow|Home|End|Page)/.test(event.key)) list.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { list, take, onInput, onKeyDown };
}

export function Editor(props: EditorProps) {
  const { value, area } = props;
  const { list, take, onInput, onKeyDown } = useKeys(props);
  const { offered } = list;
  const id = useId();
  const mirror = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  // The same text in the same place, up to the word that is typed: it tells where that begins.
  const follow = () => {
    if (mirror.current && area.current) mirror.current.scrollTop = area.current.scrollTop;
  };
  useLayoutEffect(follow);
  useLayoutEffect(() => area.current?.focus(), [area]);
  return (
    <div class="dv-sql-editor">
      <div class="dv-sql-mirror" aria-hidden="true" ref={mirror}>
        {offered && value.slice(0, offered.at - offered.length)}
        {offered && (
          <span ref={setAnchor}>
            {value.slice(offered.at - offered.length, offered.at) || "\u200b"}
          </span>
        )}
      </div>
      <textarea
        ref={area}
        class="dv-area"
        rows={6}
        value={value}
        placeholder="SELECT … FROM this"
        aria-label="SQL"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={offered ? `${id}-list` : undefined}
        aria-activedescendant={offered ? `${id}-list-${offered.chosen}` : undefined}
        autoComplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={onInput}
        onKeyDown={onKeyDown}
        onScroll={follow}
        onBlur={list.close}
        onPointerDown={list.close}
      />
      <span class="dv-vh" role="status">
        {offered && counted(offered.offers.length, "offer")}
      </span>
      {offered && anchor && (
        <OfferList id={`${id}-list`} {...{ anchor, offered }} onTake={take} onClose={list.close} />
      )}
    </div>
  );
}
