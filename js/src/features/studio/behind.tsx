// What is behind a chart: the cell that draws it again, and the query.

import { useState } from "preact/hooks";
import type { Drawing } from "../../protocol/operations";
import { Button, IconButton, Tabs } from "../../ui";
import { copyText } from "../../ui/clipboard";

const TABS = [
  { id: "code", label: "Altair code" },
  { id: "sql", label: "SQL" },
] as const;

export function Behind({ drawing }: { drawing: Drawing }) {
  const [tab, setTab] = useState<string>("");
  const [isCopied, setCopied] = useState(false);
  const text = tab === "sql" ? drawing.sql : drawing.code;
  const copy = async () => setCopied(await copyText(text));
  if (!tab) {
    return (
      <div class="dv-behind-bar">
        {TABS.map(({ id, label }) => (
          <Button
            key={id}
            kind="quiet"
            size="s"
            icon="code"
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
            setCopied(false);
          }}
        />
        <span class="dv-grow" />
        <span class="dv-s dv-2" role="status">
          {isCopied ? "Copied" : ""}
        </span>
        <IconButton
          icon="copy"
          label={`Copy ${tab === "sql" ? "SQL" : "code"}`}
          onPress={() => void copy()}
        />
        <IconButton icon="down" label="Fold in" onPress={() => setTab("")} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <pre class="dv-pre" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
