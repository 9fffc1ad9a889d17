// Kept charts: opened, kept under a name, renamed, duplicated, deleted.

import { useState } from "preact/hooks";
import type { Filter, StudioChart, StudioCharts } from "../../protocol/operations";
import {
  Banner,
  Button,
  Dialog,
  Field,
  IconButton,
  Menu,
  Select,
  TextInput,
  useEvent,
  usePort,
} from "../../ui";
import { useTried } from "../../ui/tried";
import type { Spec } from "./spec";

export interface KeptProps {
  datasetId: string;
  charts: StudioCharts | undefined;
  /** The chart that is shown, whole; undefined while there is none. */
  spec: Spec | undefined;
  filters: Filter | null;
  openId: string;
  onOpen: (chart: StudioChart) => void;
  onNew: () => void;
  /** The list has changed; with the id of what is now open. */
  onChanged: (openId: string) => void;
}

type Asking = "save" | "rename" | "delete" | null;

export function NameDialog(props: {
  title: string;
  label: string;
  name: string;
  trouble: string;
  onClose: () => void;
  onDone: (name: string) => void;
}) {
  const [name, setName] = useState(props.name);
  const done = () => name.trim() && props.onDone(name.trim());
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        {
          label: props.label,
          kind: "primary",
          reason: name.trim() ? undefined : "It needs a name",
          onPress: done,
        },
      ]}
    >
      <Field label="Name" hint={props.trouble || undefined} isWrong={Boolean(props.trouble)}>
        <TextInput label="Name" value={name} onInput={setName} onEnter={done} autoFocus />
      </Field>
    </Dialog>
  );
}

/** What can be done with kept charts; each tells what went wrong. */
function useDeeds(props: KeptProps, done: () => void) {
  const { datasetId, spec, filters, openId, onChanged } = props;
  const port = usePort();
  const { trouble, setTrouble, tried: tell } = useTried();
  const tried = (work: () => Promise<string>) =>
    tell(async () => {
      const id = await work();
      done();
      onChanged(id);
    });
  const which = { dataset_id: datasetId, chart_id: openId };
  const save = useEvent((name: string, replace: boolean) =>
    tried(async () => {
      const args = { dataset_id: datasetId, name, spec, filter: filters, kept_id: openId, replace };
      return (await port.ask("studio.keep", args)).data.id;
    }),
  );
  const rename = useEvent((name: string) =>
    tried(async () => {
      await port.ask("studio.rename", { ...which, name });
      return openId;
    }),
  );
  const duplicate = useEvent(() =>
    tried(async () => {
      await port.ask("studio.duplicate", which);
      return openId;
    }),
  );
  const remove = useEvent(() =>
    tried(async () => {
      await port.ask("studio.delete", which);
      return "";
    }),
  );
  return { trouble, setTrouble, save, rename, duplicate, remove };
}

type Deeds = ReturnType<typeof useDeeds>;

/** The dialog that is open. */
function Asked(props: {
  asking: Asking;
  open: StudioChart | undefined;
  deeds: Deeds;
  onClose: () => void;
}) {
  const { asking, open, deeds, onClose } = props;
  if (asking === "delete" && open) {
    return (
      <Dialog
        title={`Delete the chart “${open.name}”?`}
        onClose={onClose}
        actions={[
          { label: "Cancel", onPress: onClose },
          { label: "Delete the chart", kind: "danger", onPress: () => void deeds.remove() },
        ]}
      >
        <p>The dataset stays as it is. The chart can’t be brought back.</p>
        {deeds.trouble && <Banner tone="bad" text={deeds.trouble} isInset />}
      </Dialog>
    );
  }
  if (asking !== "save" && asking !== "rename") return null;
  const isNew = asking === "save";
  return (
    <NameDialog
      title={isNew ? "Save the chart" : "Rename the chart"}
      label={isNew ? "Save" : "Rename"}
      name={!isNew && open ? open.name : ""}
      trouble={deeds.trouble}
      onClose={onClose}
      onDone={(name) => void (isNew ? deeds.save(name, false) : deeds.rename(name))}
    />
  );
}

/** What can be done with the chart that is open. */
function OpenMenu(props: {
  open: StudioChart;
  reason: string | undefined;
  onAsk: (asking: Asking) => void;
  onDuplicate: () => void;
}) {
  const { open, reason, onAsk } = props;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = `Actions for ${open.name}`;
  return (
    <>
      <IconButton
        icon="more"
        size="s"
        label={label}
        popup="menu"
        isOpen={anchor !== null}
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && (
        <Menu
          label={label}
          anchor={anchor}
          onClose={() => setAnchor(null)}
          entries={[
            { label: "Save as…", icon: "save", reason, onPress: () => onAsk("save") },
            { label: "Rename…", icon: "pencil", reason, onPress: () => onAsk("rename") },
            { label: "Duplicate", icon: "copy", reason, onPress: props.onDuplicate },
            "line",
            {
              label: "Delete…",
              icon: "trash",
              reason,
              isDanger: true,
              onPress: () => onAsk("delete"),
            },
          ]}
        />
      )}
    </>
  );
}

/** Why nothing can be kept now. */
function refusal(props: KeptProps, isAlive: boolean): string | undefined {
  if (!isAlive) return "The kernel is gone";
  if (props.charts && !props.charts.may_keep) return "Your role may not change this dataset";
  return props.spec ? undefined : "There is no chart yet";
}

export function Kept(props: KeptProps) {
  const { openId } = props;
  const charts = props.charts?.charts ?? [];
  const { isAlive } = usePort();
  const [asking, setAsking] = useState<Asking>(null);
  const deeds = useDeeds(props, () => setAsking(null));
  const open = charts.find(({ id }) => id === openId);
  const reason = refusal(props, isAlive);
  const close = () => {
    setAsking(null);
    deeds.setTrouble("");
  };
  const choose = (id: string) => {
    const chosen = charts.find((each) => each.id === id);
    if (chosen) props.onOpen(chosen);
  };
  return (
    <>
      <div class="dv-saytools">
        {charts.length > 0 && (
          <Select
            label="Kept charts"
            isHidingLabel
            size="s"
            value={openId}
            placeholder="Kept charts"
            options={charts.map(({ id, name, kind }) => ({ value: id, label: name, note: kind }))}
            onChange={choose}
          />
        )}
        <Button
          size="s"
          icon="save"
          label="Save"
          popup={open ? undefined : "dialog"}
          reason={reason}
          onPress={() => (open ? void deeds.save(open.name, true) : setAsking("save"))}
        />
        {open && (
          <OpenMenu
            {...{ open, reason }}
            onAsk={setAsking}
            onDuplicate={() => void deeds.duplicate()}
          />
        )}
        <Button kind="quiet" size="s" icon="plus" label="New chart" onPress={props.onNew} />
      </div>
      {deeds.trouble && asking === null && <Banner tone="bad" text={deeds.trouble} isInset />}
      <Asked {...{ asking, open, deeds }} onClose={close} />
    </>
  );
}
