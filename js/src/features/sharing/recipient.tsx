// What somebody sees with whom a dataset is shared: its name, by whom, its rows, its charts.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SharedDataset } from "../../protocol/operations";
import {
  ago,
  Badge,
  Button,
  Count,
  count,
  counted,
  dateTime,
  day,
  exact,
  Icon,
  IconButton,
  useNow,
  type Width,
  WithTip,
} from "../../ui";

/** The same for a link that is wrong, switched off, or over. */
export function DeadLink() {
  return (
    <div class="dv-empty-state">
      <Icon name="share" />
      <h1 class="dv-h2">This link opens nothing</h1>
      <p>
        It was switched off, has ended, or was never right. Ask the person who sent it for a new
        one.
      </p>
    </div>
  );
}

function Meta({ facts }: { facts: SharedDataset }) {
  const now = useNow();
  const { row_count: rows, column_count: columns } = facts;
  return (
    <p class="dv-s dv-2 dv-shared-meta">
      <span>Shared with you{facts.shared_by && ` by ${facts.shared_by}`}</span>
      <span>
        {counted(rows, "row")}, {counted(columns, "column")}
      </span>
      <WithTip text={exact(facts.updated_at)}>updated {ago(facts.updated_at, now)}</WithTip>
      {facts.ends_at && (
        <WithTip text={exact(facts.ends_at)}>link ends {day(facts.ends_at)}</WithTip>
      )}
    </p>
  );
}

function About({ facts }: { facts: SharedDataset }) {
  const classes = facts.column_classes.map((each) => `${count(each.count)} ${each.word}`);
  return (
    <section class="dv-shared-about" aria-label="About this dataset">
      {facts.description && <p class="dv-said">{facts.description}</p>}
      <dl class="dv-facts">
        <dt>State</dt>
        <dd>{facts.status}</dd>
        <dt>Rows</dt>
        <dd>{count(facts.row_count)}</dd>
        <dt>Columns</dt>
        <dd>
          {count(facts.column_count)} <span class="dv-3">{classes.join(", ")}</span>
        </dd>
        <dt>Updated</dt>
        <dd>
          <WithTip text={exact(facts.updated_at)}>{dateTime(facts.updated_at)}</WithTip>
        </dd>
        <dt>Link</dt>
        <dd>
          {facts.ends_at ? `ends ${dateTime(facts.ends_at)}` : "has no end"}
          {!facts.can_export && <span class="dv-3">, no export</span>}
        </dd>
      </dl>
    </section>
  );
}

export function SharedPage(props: {
  facts: SharedDataset;
  width: Width;
  content: ComponentChildren;
  /** Left out where there are none. */
  charts?: ComponentChildren;
  onExport: () => void;
}) {
  const { facts, width } = props;
  const [isAbout, setAbout] = useState(false);
  const Named = width === "wide" || width === "middle" ? Button : IconButton;
  return (
    <div class="dv-shared">
      <header class="dv-shared-head">
        <div class="dv-grow">
          <div class="dv-row dv-wrap">
            <h1 class="dv-title">{facts.title}</h1>
            <Badge isBoxed state={facts.state} word={facts.status} />
            <span class="dv-tag">
              <Icon name="eye" small />
              Read only
            </span>
          </div>
          <Meta facts={facts} />
        </div>
        <Named
          kind="quiet"
          icon="info"
          label="About"
          isOpen={isAbout}
          onPress={() => setAbout(!isAbout)}
        />
        {facts.can_export && (
          <Button kind="primary" icon="download" label="Export" onPress={props.onExport} />
        )}
      </header>
      {isAbout && <About facts={facts} />}
      {props.content}
      {props.charts && (
        <section class="dv-shared-charts" aria-label="Charts">
          <h2 class="dv-h2">
            Charts <Count value={facts.chart_count} />
          </h2>
          {props.charts}
        </section>
      )}
    </div>
  );
}
