// The state of a listing: what is asked, chosen, open.

import { useRef, useState } from "preact/hooks";
import type { DatasetList, ListedDataset } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import { type Anchor, counted, saveFile, usePort, useToasts, useTrait } from "../../../ui";
import type { Settings } from "./columns";
import { type Doomed, useLifecycle } from "./lifecycle";
import { pressed, type Query } from "./query";
import { type Listed, useList } from "./use_list";
import { useQuery } from "./use_query";
import { useSettings } from "./use_settings";

export interface ListingProps {
  /** The name of the vault. */
  title: string;
  /** The answer to `datasets.list` that travelled with the page. */
  boot?: unknown;
  /** The value of the preference `listing`, where it travelled too. */
  preferences?: unknown;
  onOpen: (id: string, tab?: string) => void;
  onImport?: (way: "file" | "hub") => void;
  onExport?: (row: ListedDataset) => void;
  onShare?: (row: ListedDataset) => void;
  onWay: (way: "people" | "exports") => void;
}

type Say = ReturnType<typeof useToasts>["say"];

type Open =
  | { what: "menu"; row: ListedDataset; anchor: Anchor }
  | { what: "delete"; doomed: Doomed }
  | { what: "keys" }
  | null;

/** What concerns all that match, not only the page. */
function useWhole(
  query: Query,
  settings: Settings,
  listed: Listed,
  setSelected: (ids: string[]) => void,
  say: Say,
) {
  const port = usePort();
  const refuse = (error: unknown) => say({ tone: "bad", text: sentence(error) });
  const { offset: _, limit: __, ...asked } = query;
  const table = (isWhole: boolean) => {
    const page = isWhole ? {} : { offset: listed.list?.offset ?? 0, limit: query.limit };
    port
      .ask("datasets.table", { ...asked, ...page, columns: settings.columns })
      .then(
        ({ data, frames }) =>
          saveFile(data.file_name, [(frames.csv ?? new Uint8Array()) as BlobPart], "text/csv"),
        refuse,
      );
  };
  const selectAll = () => {
    port.ask("datasets.ids", asked).then(({ data: { ids, total_count: total } }) => {
      setSelected(ids);
      if (ids.length < total)
        say({
          text: `The first ${counted(ids.length, "dataset")} of ${counted(total, "dataset")} are selected: that is the most.`,
        });
    }, refuse);
  };
  return { table, selectAll };
}

export function useListing(props: ListingProps) {
  const port = usePort();
  const boot = (props.boot ?? undefined) as DatasetList | undefined;
  const { settings, isKnown, change } = useSettings(props.preferences);
  const asking = useQuery(settings.page_size);
  const listed = useList(isKnown ? asking.query : null, boot);
  const [selectedTrait, setSelected] = useTrait<string[]>("selected");
  const selected = selectedTrait ?? [];
  const toasts = useToasts();
  const [open, setOpen] = useState<Open>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const from = useRef<string | null>(null);
  const { query } = asking;
  const visible = listed.list?.rows.map((row) => row.id) ?? [];
  const lifecycle = useLifecycle(toasts.say, (verb, done) => {
    if (verb !== "unarchive") setSelected(selected.filter((id) => !done.includes(id)));
    listed.reload();
  });
  const { table, selectAll } = useWhole(query, settings, listed, setSelected, toasts.say);
  const choose = (id: string, isRun: boolean) => {
    setSelected(pressed(selected, visible, id, isRun ? from.current : null));
    from.current = id;
  };
  const chooseVisible = (isOn: boolean) => {
    const rest = selected.filter((id) => !visible.includes(id));
    setSelected(isOn ? [...rest, ...visible] : rest);
  };
  return {
    port,
    settings,
    change,
    asking,
    listed,
    selected,
    setSelected,
    toasts,
    open,
    setOpen,
    current,
    setCurrent,
    renaming,
    setRenaming,
    lifecycle,
    table,
    selectAll,
    choose,
    chooseVisible,
    visible,
  };
}

export type State = ReturnType<typeof useListing>;

export const doomedOf = (row: ListedDataset): Doomed => ({
  ids: [row.id],
  name: row.name,
  row_count: row.row_count,
});

export async function deleteChosen({ port, selected, setOpen, toasts }: State) {
  try {
    const { data } = await port.ask("lifecycle.check", { ids: selected });
    if (data.delete_count === 0) throw new Error("None of the selected datasets can be deleted.");
    const doomed = { ids: selected, row_count: data.row_count, count: data.delete_count };
    setOpen({ what: "delete", doomed });
  } catch (error) {
    toasts.say({ tone: "bad", text: sentence(error) });
  }
}
