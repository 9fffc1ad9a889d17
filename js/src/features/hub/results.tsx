// The search field and what it finds: one list for the arrows, from the field or from itself.

import type { RefObject, VNode } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { HubDataset, HubSort } from "../../protocol/operations";
import {
  Button,
  counted,
  day,
  EmptyState,
  exact,
  Icon,
  IconButton,
  Select,
  Skeleton,
  Spinner,
  TextInput,
  useEvent,
  WithTip,
} from "../../ui";
import { Spoken } from "../imports/bar";
import type { Finds } from "./finding";
import { repoIdOf, sizeWords } from "./words";

const SORTS: { value: HubSort; label: string }[] = [
  { value: "downloads", label: "Most downloads" },
  { value: "likes", label: "Most likes" },
  { value: "trending", label: "Trending" },
  { value: "updated", label: "Last updated" },
  { value: "created", label: "Newest" },
];

/** What has to be known before anything is fetched. */
export function Marks(props: { gate: HubDataset["gate"]; isPrivate: boolean }) {
  const { gate, isPrivate } = props;
  const why =
    gate === "manual" ? "Its owner lets people in one by one" : "Its terms have to be accepted";
  return (
    <>
      {isPrivate && (
        <WithTip text="Only its owner and their teams see it">
          <span class="dv-tag">
            <Icon name="lock" small />
            Private
          </span>
        </WithTip>
      )}
      {gate !== "open" && (
        <WithTip text={why}>
          <span class="dv-tag">
            <Icon name="lock" small />
            Gated
          </span>
        </WithTip>
      )}
    </>
  );
}

function Find(props: {
  id: string;
  find: HubDataset;
  isNamed: boolean;
  /** Where the order goes by it. */
  hasDate: boolean;
  isAt: boolean;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { find, isNamed, isAt } = props;
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isAt) own.current?.scrollIntoView({ block: "nearest" });
  }, [isAt]);
  const size = sizeWords(find);
  const { updated_at: updated } = find;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field and the list have the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div
      ref={own}
      id={props.id}
      role="option"
      class={`dv-hub-find ${isAt ? "is-at" : ""}`}
      aria-selected={props.isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
    >
      <span class="dv-row">
        <span class="dv-m dv-hub-id">{find.repo_id}</span>
        <Marks gate={find.gate} isPrivate={find.is_private} />
      </span>
      {find.description && <span class="dv-s dv-2 dv-cut">{find.description}</span>}
      {!isNamed && (
        <span class="dv-s dv-3 dv-hub-facts">
          <WithTip text="Downloads of the last month" class="dv-hub-fact">
            {counted(find.downloads, "download")}
          </WithTip>
          <span class="dv-hub-fact">{counted(find.likes, "like")}</span>
          {size && <span class="dv-hub-fact">{size}</span>}
          {props.hasDate && updated && (
            <WithTip text={exact(updated)} class="dv-hub-fact">
              {day(updated)}
            </WithTip>
          )}
        </span>
      )}
    </div>
  );
}

/** Where the arrows are; other finds begin anew. */
function useArrows(finds: Finds, onChoose: (repoId: string) => void) {
  const [at, setAt] = useState(-1);
  const { datasets } = finds;
  const about = datasets[0]?.repo_id;
  useEffect(() => setAt(-1), [about, finds.text, finds.sort]);
  const last = datasets.length - 1;
  const move = (key: string): number | undefined => {
    if (key === "ArrowDown") return Math.min(last, at + 1);
    if (key === "ArrowUp") return Math.max(-1, at - 1);
    if (key === "PageDown") return Math.min(last, at + 5);
    if (key === "PageUp") return Math.max(0, at - 5);
    return undefined;
  };
  const keys = (event: KeyboardEvent, isList: boolean) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const edge = isList && key === "Home" ? 0 : isList && key === "End" ? last : undefined;
    const to = edge ?? move(key);
    const present = datasets[at];
    if (to !== undefined && last >= 0) setAt(isList ? Math.max(0, to) : to);
    else if (isList && present && (key === "Enter" || key === " ")) onChoose(present.repo_id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { at: Math.min(at, last), setAt, keys };
}

function List(props: {
  id: string;
  finds: Finds;
  at: number;
  chosen: string;
  listRef: RefObject<HTMLDivElement | null>;
  onAt: (at: number) => void;
  onKeys: (event: KeyboardEvent) => void;
  onChoose: (repoId: string) => void;
}) {
  const { id, finds, at, chosen } = props;
  const focus = () => {
    const found = finds.datasets.findIndex((each) => each.repo_id === chosen);
    if (at < 0) props.onAt(Math.max(0, found));
  };
  return (
    <div
      ref={props.listRef}
      id={id}
      role="listbox"
      aria-label="Datasets of the Hub"
      aria-busy={finds.isLoading}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
      class="dv-hub-list"
      onFocus={focus}
      onKeyDown={props.onKeys}
    >
      {finds.datasets.map((find, i) => (
        <Find
          key={find.repo_id}
          id={`${id}-${i}`}
          find={find}
          isNamed={finds.hasNamed && i === 0}
          hasDate={finds.sort === "updated"}
          isAt={i === at}
          isChosen={find.repo_id === chosen}
          onChoose={() => {
            props.onAt(i);
            props.onChoose(find.repo_id);
          }}
        />
      ))}
    </div>
  );
}

const BARS = [52, 64, 46, 58, 40, 60, 50];

/** Rows of the true height, so that nothing jumps. */
const Waiting = () => (
  <div aria-busy="true" role="status">
    <span class="dv-vh">Searching the Hub</span>
    {BARS.map((width) => (
      <div key={width} class="dv-hub-find dv-hub-wait-row">
        <Skeleton width={`${width}%`} />
        <Skeleton width={`${width + 28}%`} />
        <Skeleton width={`${width - 8}%`} />
      </div>
    ))}
  </div>
);

function Count({ finds }: { finds: Finds }) {
  const n = finds.datasets.length - (finds.hasNamed ? 1 : 0);
  const words =
    finds.hasMore || finds.isEnd ? `First ${counted(n, "dataset")}` : counted(n, "dataset");
  return (
    <div class="dv-row dv-s dv-3 dv-hub-count">
      <span>{n > 0 && !finds.problem ? words : ""}</span>
      {finds.isLoading && finds.isKnown && <Spinner label="Searching" isHidingLabel />}
      <span class="dv-grow" />
      <Select
        label="Sort by"
        isHidingLabel
        size="s"
        value={finds.sort}
        options={SORTS}
        onChange={finds.setSort}
      />
    </div>
  );
}

function Nothing({ finds }: { finds: Finds }) {
  if (finds.text === "")
    return <EmptyState icon="search" title="No datasets" text="This Hub lists none." />;
  return (
    <EmptyState
      icon="search"
      title={`No dataset matches “${finds.text}”`}
      text="Ids were searched; descriptions and columns were not. A private dataset is found by its whole id, such as owner/name."
      actions={[{ label: "Clear search", onPress: () => finds.type("") }]}
    />
  );
}

export interface ResultsProps {
  finds: Finds;
  chosen: string;
  onChoose: (repoId: string) => void;
  listRef: RefObject<HTMLDivElement | null>;
  fieldRef: RefObject<HTMLInputElement | null>;
  /** What stands in the list's place. */
  problem: VNode | undefined;
}

export function Results(props: ResultsProps) {
  const { finds, onChoose } = props;
  const id = useId();
  const { at, setAt, keys } = useArrows(finds, onChoose);
  const enter = useEvent(() => {
    const present = finds.datasets[at];
    const named = repoIdOf(finds.typed);
    if (present) onChoose(present.repo_id);
    else if (named) onChoose(named);
    finds.flush();
  });
  const isEmpty = finds.isKnown && finds.datasets.length === 0;
  return (
    <div class="dv-hub-results">
      <div class="dv-hub-search">
        <TextInput
          icon="search"
          size="l"
          label="Search the Hub"
          placeholder="Search the Hub, or paste an id"
          value={finds.typed}
          onInput={finds.type}
          onEnter={enter}
          onKeyDown={(event) => keys(event, false)}
          listId={finds.datasets.length ? id : undefined}
          activeId={at >= 0 ? `${id}-${at}` : undefined}
          elementRef={props.fieldRef}
        />
        {finds.typed && (
          <IconButton
            size="s"
            icon="close"
            label="Clear"
            onPress={() => {
              finds.type("");
              props.fieldRef.current?.focus();
            }}
          />
        )}
      </div>
      <Count finds={finds} />
      <div class="dv-hub-scroll">
        {props.problem ?? (
          <>
            {!finds.isKnown && <Waiting />}
            {isEmpty && <Nothing finds={finds} />}
            {finds.datasets.length > 0 && (
              <List {...props} id={id} at={at} onAt={setAt} onKeys={(event) => keys(event, true)} />
            )}
            {finds.hasMore && (
              <div class="dv-hub-more">
                <Button label="Show more" size="s" isBusy={finds.isLoading} onPress={finds.more} />
              </div>
            )}
            {finds.isEnd && (
              <p class="dv-hub-more dv-s dv-3">There are more. Type on to find them.</p>
            )}
          </>
        )}
      </div>
      <Spoken text={finds.isLoading ? "" : counted(finds.datasets.length, "dataset")} />
    </div>
  );
}
