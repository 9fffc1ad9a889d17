// A drawn chart as a file of the browser's.

import { useState } from "preact/hooks";
import type { Filter } from "../../protocol/operations";
import { Banner, IconButton, Menu, saveFile, usePort } from "../../ui";
import { useTried } from "../../ui/tried";
import type { Spec } from "./spec";

const FORMATS = [
  { format: "png", label: "Picture (PNG)", type: "image/png" },
  { format: "svg", label: "Drawing (SVG)", type: "image/svg+xml" },
  { format: "pdf", label: "PDF", type: "application/pdf" },
  { format: "html", label: "Web page (HTML)", type: "text/html" },
  { format: "csv", label: "Numbers (CSV)", type: "text/csv" },
  { format: "json", label: "Vega-Lite (JSON)", type: "application/json" },
] as const;

export function Saving(props: {
  datasetId: string;
  spec: Spec;
  filters: Filter | null;
  keptId: string;
}) {
  const port = usePort();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { isBusy, trouble, tried } = useTried();
  const save = ({ format, type }: (typeof FORMATS)[number]) =>
    tried(async () => {
      const { datasetId, spec, filters, keptId } = props;
      const args = { dataset_id: datasetId, spec, format, filter: filters, kept_id: keptId };
      const { data, frames } = await port.ask("studio.file", args);
      saveFile(data.name, [frames.file as Uint8Array<ArrayBuffer>], type);
    });
  const reason = port.isAlive ? undefined : "The kernel is gone";
  return (
    <>
      {trouble && <Banner tone="bad" text={trouble} isInset />}
      <IconButton
        icon="download"
        size="s"
        label="Save the chart as a file"
        popup="menu"
        reason={isBusy ? "The file is being made" : reason}
        isOpen={anchor !== null}
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && (
        <Menu
          label="Save the chart as a file"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          entries={FORMATS.map((each) => ({ label: each.label, onPress: () => void save(each) }))}
        />
      )}
    </>
  );
}
