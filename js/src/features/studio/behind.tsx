// What is behind a chart: the cell that draws it again, the query, and the numbers.

import { useState } from "preact/hooks";
import type { Drawing } from "../../protocol/operations";
import { Button, IconButton, Tabs } from "../../ui";
import { copyTold } from "../../ui/clipboard";
import { Numbers } from "./numbers";

const TABS = [
  { id: "code", label: "Altair code" },
  { id: "sql", label: "SQL" },
  { id: "data", label: "Data" },
] as const;

export function Behind({ drawing }: { drawing: Drawing }) {
  const [tab, setTab] = useState<string>("");
  const [said, setSaid] = useState("");
  const text = tab === "sql" ? drawing.sql : drawing.code;
  const copy = async () => setSaid(await copyTold(text, "Copied", "text"));
  if (!tab) {
    return (
      <div class="dv-behind-bar">
        {TABS.map(({ id, label }) => (
          <Button
            key={id}
            kind="quiet"
            size="s"
            icon={id === "data" ? "columns" : "code"}
            label={label}
            onPress={() => setTab(id)}
          />
        ))}
      </div>
    );
  }
  return (
    <section class="dv-behind-chart" aria-label="Behind the chart">
      <div class="dv-behind-head">
        <Tabs
          label="Behind the chart"
          tabs={TABS}
          chosen={tab}
          onChoose={(id) => {
            setTab(id);
            setSaid("");
          }}
        />
        <span class="dv-grow" />
        <span class="dv-s dv-2" role="status">
          {said}
        </span>
        {tab !== "data" && (
          <IconButton
            icon="copy"
            label={`Copy ${tab === "sql" ? "SQL" : "code"}`}
            onPress={() => void copy()}
          />
        )}
        <IconButton icon="down" label="Fold in" onPress={() => setTab("")} />
      </div>
      {tab === "data" && drawing.live ? (
        <Numbers live={drawing.live} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
        <pre class="dv-pre" tabIndex={0}>
          {text}
        </pre>
      )}
    </section>
  );
}
