// Everything that is known of one version, and what can be done with it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { VersionItem, VersionPage } from "../../protocol/operations";
import {
  bytes,
  counted,
  dateTime,
  exact,
  IconButton,
  Menu,
  type MenuEntry,
  Tag,
  useAsk,
  WithTip,
} from "../../ui";
import { copyText } from "../../ui/clipboard";
import type { Change, Say, useActing } from "./acting";
import { Edited } from "./edited";
import { Metadata } from "./metadata";
import { State } from "./signs";

export type Acting = ReturnType<typeof useActing>;
export type Open = { what: "delete" | "restore" | "tag"; ids: readonly string[] } | { what: "new" };

interface InfoProps {
  page: VersionPage;
  item: VersionItem;
  /** The card that compares it. */
  compared: ComponentChildren;
  isFull: boolean;
  acting: Acting;
  say: Say;
  onSelect: (id: string) => void;
  onFull: (isFull: boolean) => void;
  onOpen: (open: Open) => void;
}

function Fact(props: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function Parents({ item, onSelect }: Pick<InfoProps, "item" | "onSelect">) {
  return (
    <>
      {item.parents.map(({ version_id: id, label, is_here: isHere }, i) => (
        <span key={id}>
          {i > 0 && <span class="dv-3"> then </span>}
          {isHere ? (
            <button type="button" class="dv-way" onClick={() => onSelect(id)}>
              {label}
            </button>
          ) : (
            label
          )}
        </span>
      ))}
    </>
  );
}

function Tags({ page, item, acting, onOpen }: InfoProps) {
  const take = (tag: string) => void acting.tag([item.version_id], tag, true);
  return (
    <span class="dv-row dv-row-4 dv-wrap">
      {item.tags.map((tag) => (
        <Tag key={tag} label={tag} onRemove={page.refused ? undefined : () => take(tag)} />
      ))}
      <IconButton
        size="s"
        icon="plus"
        label="Add a tag"
        reason={page.refused || undefined}
        onPress={() => onOpen({ what: "tag", ids: [item.version_id] })}
      />
    </span>
  );
}

function Facts(props: InfoProps) {
  const { item, onSelect, say } = props;
  const copy = (text: string, what: string) =>
    void copyText(text).then((isDone) =>
      say(isDone ? { text: `Copied the ${what}` } : { text, tone: "bad" }),
    );
  return (
    <dl class="dv-facts">
      {item.parents.length > 0 && (
        <Fact name="Parents">
          <Parents item={item} onSelect={onSelect} />
        </Fact>
      )}
      <Fact name="Rows">{counted(item.row_count, "row").replace(/ rows?$/, "")}</Fact>
      <Fact name="Size">
        {bytes(item.byte_count)}
        {item.parents.length > 0 && (
          <span class="dv-3"> {bytes(item.new_byte_count)} of it new</span>
        )}
      </Fact>
      {item.reject_count > 0 && <Fact name="Left out">{counted(item.reject_count, "row")}</Fact>}
      <Fact name="Created">
        <WithTip text={exact(item.created_at)}>{dateTime(item.created_at)}</WithTip>
      </Fact>
      <Fact name="By">{item.created_by}</Fact>
      <Fact name="Tags">
        <Tags {...props} />
      </Fact>
      {item.archived_at && <Fact name="Archived">{dateTime(item.archived_at)}</Fact>}
      <Fact name="Id">
        <span class="dv-row dv-row-4">
          <code class="dv-cut">{item.version_id}</code>
          <IconButton
            size="s"
            icon="copy"
            label="Copy the id"
            onPress={() => copy(item.version_id, "id")}
          />
        </span>
      </Fact>
    </dl>
  );
}

function Console({ page, item }: InfoProps) {
  const asked = { dataset_id: page.dataset_id, version_id: item.version_id };
  const { data } = useAsk("lineage.log", asked, [item.version_id, item]);
  const lines = [
    ...(data?.events ?? []).map(({ at, who, what }) => ({ at, text: `${who} ${what}` })),
    ...(data?.uses ?? []).map(({ at, actor, place, alias }) => ({
      at,
      text: `${actor} loaded it${place && ` in ${place}`}${alias && ` as ${alias}`}`,
    })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  if (!data) return null;
  return (
    <section aria-label="Log">
      <h3 class="dv-s dv-2">Log</h3>
      {lines.length === 0 ? (
        <p class="dv-s dv-3">Nothing was done with it since it was made.</p>
      ) : (
        <ul class="dv-s dv-version-log">
          {lines.map(({ at, text }) => (
            <li key={at + text}>
              <span class="dv-3">{dateTime(at)}</span> {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What can be done with one version, with the reason where it can't. */
export function entriesOf(props: Pick<InfoProps, "page" | "item" | "acting" | "onOpen">) {
  const { page, item, acting, onOpen } = props;
  const ids = [item.version_id];
  const isFinished = item.state === "final" || item.state === "published";
  const refused = page.refused || undefined;
  const isOff = item.archived_at !== null;
  const cantPublish = item.state === "published" ? "It is published" : "It is not final";
  const entries: MenuEntry[] = [
    {
      label: "Restore as the present state",
      icon: "refresh",
      reason:
        refused ??
        (item.is_head ? "It is the present state" : isFinished ? undefined : "It is not final"),
      onPress: () => onOpen({ what: "restore", ids }),
    },
    {
      label: "Publish",
      icon: "pin",
      reason: refused ?? (item.state === "final" ? undefined : cantPublish),
      onPress: () => void acting.publish(ids),
    },
    {
      label: "Add a tag…",
      icon: "plus",
      reason: refused,
      onPress: () => onOpen({ what: "tag", ids }),
    },
    "line",
    {
      label: isOff ? "Unarchive" : "Archive",
      icon: "archive",
      reason: refused ?? (item.is_head && !isOff ? "The dataset stands at it" : undefined),
      onPress: () => void acting.archive(ids, !isOff),
    },
    {
      label: "Delete…",
      icon: "trash",
      isDanger: true,
      reason:
        page.delete_refused ||
        (!isOff && isFinished
          ? "Archive it first"
          : item.is_head
            ? "The dataset stands at it"
            : undefined),
      onPress: () => onOpen({ what: "delete", ids }),
    },
  ];
  return entries;
}

const ROWS = 10;

/** The first rows that the version holds. */
function FirstRows({ page, item }: InfoProps) {
  const asked = { dataset_id: page.dataset_id, version_id: item.version_id, limit: ROWS };
  const { data } = useAsk("lineage.rows", asked, [item.version_id]);
  if (!data) return null;
  return (
    <section class="dv-version-first" aria-label="First rows">
      <h3 class="dv-s dv-2">
        {data.rows.length < data.row_count
          ? `First ${data.rows.length} of ${counted(data.row_count, "row")}`
          : "Rows"}
      </h3>
      <div class="dv-version-scroll">
        <table class="dv-table dv-table-s" aria-label={`Rows of ${item.number}`}>
          <thead>
            <tr>
              {data.names.map((name, at) => (
                <th key={name} scope="col" title={data.types[at]}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, number) => (
              <tr key={number}>
                {row.map((cell, at) => (
                  <td key={data.names[at]} title={cell ?? "NULL"}>
                    {cell === null ? <span class="dv-null">NULL</span> : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The line of Python that loads it. */
function Code({ item, say }: Pick<InfoProps, "item" | "say">) {
  const copy = () =>
    void copyText(item.code).then((isDone) =>
      say(isDone ? { text: `Copied ${item.code}: paste it into a cell.` } : { text: item.code }),
    );
  return (
    <div class="dv-stack dv-stack-4">
      <span class="dv-s dv-3">Load this version</span>
      <div class="dv-row dv-version-code">
        <code class="dv-grow dv-cut">{item.code}</code>
        <IconButton size="s" icon="copy" label="Copy the line that loads it" onPress={copy} />
      </div>
    </div>
  );
}

export function Info(props: InfoProps) {
  const { page, item, isFull, acting, say } = props;
  const [anchor, setAnchor] = useState<HTMLElement>();
  const reason = page.refused || undefined;
  const save = (change: Change) => acting.describe(item.version_id, change);
  return (
    <aside class="dv-version-info" aria-label={`Version ${item.number}`}>
      <header class="dv-row">
        <h2 class="dv-h1 dv-cut">{item.number}</h2>
        <State item={item} isBoxed />
        <span class="dv-grow" />
        <IconButton
          icon="expand"
          label={isFull ? "Show beside the list" : "Show over the whole view"}
          isPressed={isFull}
          onPress={() => props.onFull(!isFull)}
        />
        <IconButton
          icon="more"
          label="What can be done with it"
          popup="menu"
          isOpen={anchor !== undefined}
          onPress={({ currentTarget }) => setAnchor(currentTarget as HTMLElement)}
        />
        {anchor && (
          <Menu
            anchor={anchor}
            label={`Version ${item.number}`}
            entries={entriesOf(props)}
            onClose={() => setAnchor(undefined)}
          />
        )}
      </header>
      <div class="dv-version-body">
        <Edited
          key={`n${item.version_id}`}
          label="name"
          class="dv-m"
          text={item.name}
          empty="No name"
          reason={reason}
          onSave={(name) => save({ name })}
        />
        <Edited
          key={`d${item.version_id}`}
          label="description"
          text={item.description}
          empty="No description"
          reason={reason}
          onSave={(description) => save({ description })}
        />
        <div class="dv-version-half">
          <Facts {...props} />
          <Metadata
            key={`m${item.version_id}`}
            {...{ item, reason }}
            onSave={(metadata) => save({ metadata })}
          />
          {item.source_notes.length > 0 && (
            <ul class="dv-s dv-2 dv-version-notes" aria-label="Notes">
              {item.source_notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
        <div class="dv-version-half">
          {props.compared}
          <Code {...{ item, say }} />
          <Console {...props} />
        </div>
        {isFull && <FirstRows {...props} />}
      </div>
    </aside>
  );
}
