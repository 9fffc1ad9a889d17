// The overview: left and right cards of facts. What isn't known is left out.

import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import type { DatasetFacts, MissingCells } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import {
  ago,
  Button,
  bytes,
  capital,
  count,
  counted,
  dateTime,
  decimal,
  exact,
  IconButton,
  initials,
  later,
  Skeleton,
  Source,
  useAsk,
  usePort,
  WithTip,
} from "../../../ui";
import { copy, type Say } from "./acting";
import { Description } from "./description";

const NotebookCard = later<{ datasetId: string }>("NotebookCard");

type Known = [name: string, value: ComponentChildren];
type Fact = Known | false | "";

const Soft = ({ children }: { children: ComponentChildren }) => (
  <span class="dv-3">{children}</span>
);

function Card(props: { title: string; end?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="dv-card" aria-label={props.title}>
      <header>
        <h2 class="dv-h2">{props.title}</h2>
        {props.end}
      </header>
      <div class="dv-body">{props.children}</div>
    </section>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter((fact): fact is Known => Array.isArray(fact) && Boolean(fact[1]));
  return (
    <dl class="dv-facts">
      {known.map(([name, value]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name}:`}>{value}</dd>,
      ])}
    </dl>
  );
}

/** A long text of digits: its ends, and a button for the whole. */
function Copied(props: { text: string; shown?: string; what: string; say: Say }) {
  const { text, what } = props;
  return (
    <span class="dv-row dv-row-4">
      <code class="dv-cut">{props.shown ?? text}</code>
      <IconButton
        size="s"
        icon="copy"
        label={`Copy ${what}`}
        onPress={() => void copy(text, `Copied the ${what}`, props.say)}
      />
    </span>
  );
}

const ends = (text: string) => (text.length > 12 ? `${text.slice(0, 4)}…${text.slice(-4)}` : text);

const DELIMITERS: Record<string, string> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
  " ": "spaces",
};

function form({ format, compression, encoding, delimiter }: DatasetFacts["origin"]) {
  if (!format) return "";
  const between = delimiter && `${DELIMITERS[delimiter] ?? delimiter} between cells`;
  const rest = [compression, encoding?.toUpperCase(), between].filter(Boolean);
  return (
    <>
      {format === "parquet" ? "Parquet" : format.toUpperCase()} <Soft>{rest.join(", ")}</Soft>
    </>
  );
}

interface Opening {
  facts: DatasetFacts;
  /** Shows another dataset in this place; it is told which one leads there. */
  onOpen: (datasetId: string, from: DatasetFacts) => void;
}

/** The versions that a clone or a merge began with, each a way to its dataset. */
function MadeFrom({ facts, onOpen }: Opening) {
  const { isAlive } = usePort();
  if (facts.made_from.length === 0) return <Soft>what is gone, or you may not see</Soft>;
  return facts.made_from.map(({ dataset_id: id, path, version }, i) => (
    <span key={id + version}>
      {i > 0 && <Soft> then </Soft>}
      <button type="button" class="dv-way" disabled={!isAlive} onClick={() => onOpen(id, facts)}>
        {path}
      </button>{" "}
      <Soft>{version}</Soft>
    </span>
  ));
}

const MADE = { pipeline: "", file: "Imported", huggingface: "Imported", export: "Saved" };
const DERIVED = { master: "", clone: "Cloned", merge: "Merged" };

function SourceCard({ facts, say, onOpen }: Opening & { say: Say }) {
  const { origin, source, kind } = facts;
  const made = DERIVED[kind] || MADE[source];
  const by = facts.version_by && ` by ${facts.version_by}`;
  return (
    <Card title="Source">
      <Facts
        facts={[
          ["Kind", <Source key="k" source={source} />],
          kind !== "master" && [`${capital(kind)} of`, <MadeFrom key="f" {...{ facts, onOpen }} />],
          ["Pipeline", facts.pipeline],
          ["State", facts.pipeline_state && capital(facts.pipeline_state)],
          origin.file_name && [
            "File",
            <>
              {origin.file_name}{" "}
              {origin.byte_count !== null && (
                <WithTip text={counted(origin.byte_count, "byte")}>
                  <Soft>{bytes(origin.byte_count)}</Soft>
                </WithTip>
              )}
            </>,
          ],
          ["Files", origin.file_count > 0 && counted(origin.file_count, "file")],
          ["Archive", origin.archive],
          ["Address", origin.url && <span class="dv-query">{origin.url}</span>],
          ["Format", form(origin)],
          ["Data frame", origin.frame],
          ["Made from", origin.datasets.join(", ")],
          ["Query", origin.query && <code class="dv-query">{origin.query}</code>],
          ["Repository", origin.repo],
          ["Subset", origin.subset],
          ["Split", origin.split],
          origin.revision && [
            "Revision",
            <>
              {origin.revision}{" "}
              {origin.commit && (
                <Copied text={origin.commit} shown={ends(origin.commit)} what="commit" say={say} />
              )}
            </>,
          ],
          origin.sha256 && [
            "SHA-256",
            <Copied
              key="h"
              text={origin.sha256}
              shown={ends(origin.sha256)}
              what="hash"
              say={say}
            />,
          ],
          ["Left out", origin.reject_count > 0 && counted(origin.reject_count, "row")],
          made && [
            made,
            <WithTip key="m" text={exact(facts.version_at ?? facts.created_at)}>
              {dateTime(facts.version_at ?? facts.created_at)}
              {by}
            </WithTip>,
          ],
        ]}
      />
    </Card>
  );
}

/** Two digits below 1%, one above. */
function share(part: number, whole: number): string {
  const percent = whole ? (part / whole) * 100 : 0;
  if (part && percent < 0.005) return "<0.01%";
  return `${decimal(percent, percent < 1 ? 2 : 1)}%`;
}

function missingWords(missing: MissingCells): ComponentChildren {
  if (!missing.null_count) return "None";
  const { worst_column, worst_null_count, row_count } = missing;
  return (
    <WithTip text={`${count(missing.null_count)} of ${counted(missing.cell_count, "cell")}`}>
      {share(missing.null_count, missing.cell_count)} of cells{" "}
      <Soft>
        most in {worst_column || "the column without a name"}, {share(worst_null_count, row_count)}
      </Soft>
    </WithTip>
  );
}

function Missing({ facts }: { facts: DatasetFacts }) {
  const args = facts.row_count ? { dataset_id: facts.dataset_id } : null;
  const { data, error } = useAsk("datasets.missing", args, [
    facts.dataset_id,
    facts.version,
    facts.row_count,
  ]);
  if (data) return <>{missingWords(data)}</>;
  if (error) return <Soft>{sentence(error)}</Soft>;
  return args ? (
    <span aria-busy="true">
      <Skeleton width={96} />
      <span class="dv-vh">Counting missing cells</span>
    </span>
  ) : (
    <>None</>
  );
}

function ShapeCard({ facts }: { facts: DatasetFacts }) {
  const { isAlive } = usePort();
  const classes = facts.column_classes.map((each) => `${count(each.count)} ${each.word}`);
  return (
    <Card title="Shape">
      <Facts
        facts={[
          ["Rows", count(facts.row_count)],
          [
            "Columns",
            <>
              {count(facts.column_count)} <Soft>{classes.join(", ")}</Soft>
            </>,
          ],
          isAlive && ["Missing", <Missing key="m" facts={facts} />],
          [
            "On disk",
            <WithTip key="d" text={counted(facts.byte_count, "byte")}>
              {bytes(facts.byte_count)}
            </WithTip>,
          ],
        ]}
      />
    </Card>
  );
}

function DatasetCard({ facts, now, say }: { facts: DatasetFacts; now: Date; say: Say }) {
  const several = facts.version_count > 1 && `${count(facts.version_count)} versions, `;
  return (
    <Card title="Dataset">
      <Facts
        facts={[
          ["Id", <Copied key="i" text={facts.dataset_id} what="id" say={say} />],
          ["Project", facts.project],
          ["Owner", facts.owner],
          [
            "Created",
            <WithTip key="c" text={exact(facts.created_at)}>
              {dateTime(facts.created_at)}
            </WithTip>,
          ],
          [
            "Last updated",
            <WithTip key="u" text={exact(facts.updated_at)}>
              {ago(facts.updated_at, now)}
            </WithTip>,
          ],
          facts.version && [
            "Latest version",
            <>
              {facts.version}{" "}
              <Soft>
                {several}
                {facts.version_at && ago(facts.version_at, now)}
              </Soft>
            </>,
          ],
        ]}
      />
    </Card>
  );
}

const FEW = 5;

function NotesCard({ notes }: { notes: readonly string[] }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll || notes.length <= FEW + 1 ? notes : notes.slice(0, FEW);
  return (
    <Card title="Import notes" end={<Soft>{count(notes.length)}</Soft>}>
      <ul class="dv-stack dv-stack-4 dv-notes">
        {shown.map((note, i) => (
          <li key={i}>{note}</li>
        ))}
      </ul>
      {shown.length < notes.length && (
        <Button
          class="dv-flush"
          kind="quiet"
          size="s"
          label={`Show all ${count(notes.length)} notes`}
          onPress={() => setAll(true)}
        />
      )}
    </Card>
  );
}

function ActivityCard({ facts, now }: { facts: DatasetFacts; now: Date }) {
  return (
    <Card title="Latest activity">
      <ul class="dv-stack">
        {facts.activity?.map((event, i) => (
          <li key={i} class="dv-event dv-s">
            <span class="dv-ava" aria-hidden="true">
              {initials(event.actor)}
            </span>
            <span>
              {event.actor} <span class="dv-2">{event.text}</span>
            </span>
            <WithTip text={exact(event.at)} class="dv-3">
              {ago(event.at, now)}
            </WithTip>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the owner's overview of a pipeline is drawn with: the cards that stand beside it. */
export interface Beside {
  datasetId: string;
  columnCount: number;
  now: Date;
  cards: ComponentChildren;
}

export function OverviewPanel(props: {
  facts: DatasetFacts;
  now: Date;
  say: Say;
  isDescribing: boolean;
  onDescribing: (isDescribing: boolean) => void;
  onChanged: () => void;
  onOpen: Opening["onOpen"];
  /** Draws what stands behind a dataset that a pipeline fills. */
  pipeline?: (beside: Beside) => VNode;
}) {
  const { facts, now, say, onOpen, pipeline } = props;
  const { isAlive, visit } = usePort();
  const { dataset_id: datasetId, column_count: columnCount } = facts;
  const cards = (
    <>
      <SourceCard {...{ facts, say, onOpen }} />
      {!facts.is_live && <ShapeCard facts={facts} />}
      <DatasetCard facts={facts} now={now} say={say} />
      {facts.activity && facts.activity.length > 0 && <ActivityCard facts={facts} now={now} />}
      {visit && <NotebookCard datasetId={datasetId} />}
    </>
  );
  return (
    <div class="dv-overview">
      <Description
        facts={facts}
        isEditing={props.isDescribing}
        onEdit={props.onDescribing}
        onChanged={props.onChanged}
      />
      {pipeline && isAlive && facts.pipeline !== null ? (
        pipeline({ datasetId, columnCount, now, cards })
      ) : (
        <div class="dv-cards">{cards}</div>
      )}
      {facts.notes.length > 0 && <NotesCard notes={facts.notes} />}
    </div>
  );
}
