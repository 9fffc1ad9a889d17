// The name of the vault and what concerns the whole list.

import { useState } from "preact/hooks";
import { Button, count, IconButton, Menu, type MenuEntry, type Width } from "../../../ui";
import { COLUMNS, type Settings, toggled } from "./columns";
import type { Query } from "./query";

export interface HeadProps {
  title: string;
  width: Width;
  settings: Settings;
  total: number;
  isAlive: boolean;
  importRefused: string;
  onImport?: (way: "file" | "hub") => void;
  onRefresh: () => void;
  onSettings: (settings: Settings) => void;
  query: Query;
  onSort: (id: Query["sort"]) => void;
  onTable: (isWhole: boolean) => void;
  onSelectAll: () => void;
  onKeys: () => void;
  onWay: (way: "people" | "exports") => void;
}

const columnEntries = ({ settings, onSettings }: HeadProps): MenuEntry[] =>
  COLUMNS.filter(({ id }) => id !== "name").map(({ id, title }) => ({
    label: title,
    isOn: settings.columns.includes(id),
    onPress: () => onSettings(toggled(settings, id)),
  }));

const hubOf = ({ importRefused }: HeadProps) =>
  ({
    icon: "huggingface",
    label: "Search the Hub",
    reason: importRefused || undefined,
  }) as const;

function moreEntries(props: HeadProps): MenuEntry[] {
  const { width, total, onTable, onImport } = props;
  const isTwoLines = width === "narrow" || width === "side";
  const rest: MenuEntry[] = [
    {
      label: "Select all that match",
      icon: "check",
      note: count(total),
      onPress: props.onSelectAll,
    },
    {
      label: "Download list",
      icon: "download",
      entries: [
        { label: "As on screen, CSV", onPress: () => onTable(false) },
        { label: "All that match, CSV", note: count(total), onPress: () => onTable(true) },
      ],
    },
    { label: "Your exports", icon: "download", onPress: () => props.onWay("exports") },
    { label: "People and projects", icon: "folder", onPress: () => props.onWay("people") },
    { label: "Keys", icon: "info", keys: "?", onPress: props.onKeys },
  ];
  if (width === "wide") return rest;
  const columns: MenuEntry = { label: "Columns", icon: "columns", entries: columnEntries(props) };
  const sorts: MenuEntry = {
    label: "Sort by",
    icon: "sort",
    entries: COLUMNS.slice(0, 6).map(({ id, title: label }) => ({
      label,
      icon:
        props.query.sort === id
          ? props.query.is_descending
            ? "arrow-down"
            : "arrow-up"
          : undefined,
      onPress: () => props.onSort(id),
    })),
  };
  return [
    { label: "Check for changes", icon: "refresh", onPress: props.onRefresh },
    isTwoLines ? sorts : columns,
    "line",
    ...(isTwoLines && onImport ? [{ ...hubOf(props), onPress: () => onImport("hub") }] : []),
    ...rest,
  ];
}

export function Head(props: HeadProps) {
  const { title, width, isAlive, onImport } = props;
  const [open, setOpen] = useState<{ what: "columns" | "more"; anchor: HTMLElement } | null>(null);
  const toggle = (what: "columns" | "more") => (event: MouseEvent) => {
    const anchor = event.currentTarget as HTMLElement;
    setOpen(open?.what === what ? null : { what, anchor });
  };
  const popup = (what: "columns" | "more") =>
    ({ popup: "menu", isOpen: open?.what === what, onPress: toggle(what) }) as const;
  const hub = { ...hubOf(props), onPress: () => onImport?.("hub") };
  return (
    <div class="dv-head">
      <h1 class="dv-h1">Data Vault</h1>
      <span class="dv-s dv-3 dv-cut">{title}</span>
      <span class="dv-grow" />
      {isAlive && (
        <>
          {width === "wide" && (
            <>
              <IconButton icon="refresh" label="Check for changes" onPress={props.onRefresh} />
              <IconButton icon="columns" label="Columns" {...popup("columns")} />
            </>
          )}
          <IconButton icon="more" label="More" {...popup("more")} />
          {onImport && width === "wide" && <span class="dv-sep" />}
          {onImport && width === "wide" && <Button {...hub} />}
          {onImport && width === "middle" && <IconButton {...hub} />}
          {onImport && width === "side" && (
            <IconButton
              icon="upload"
              label="Import file"
              reason={props.importRefused || undefined}
              onPress={() => onImport("file")}
            />
          )}
          {onImport && width !== "side" && (
            <Button
              kind="primary"
              icon="upload"
              label="Import file"
              reason={props.importRefused || undefined}
              onPress={() => onImport("file")}
            />
          )}
        </>
      )}
      {open && (
        <Menu
          key={open.what}
          anchor={open.anchor}
          label={open.what === "columns" ? "Columns" : "More"}
          entries={open.what === "columns" ? columnEntries(props) : moreEntries(props)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
