// One field: the number that answers first, its distribution, one caption; or broken down.

import { useState } from "preact/hooks";
import type { Block, EvaluatedField, Evaluation } from "../../protocol/operations";
import { count, decimal, Icon, IconButton, Menu, type MenuEntry, useEvent } from "../../ui";
import { BrokenDown } from "./breakdown";
import { Histogram, Lines, Rate, Scale } from "./charts";
import type { Which } from "./evaluation";
import { brief, caption, iconOf } from "./numbers";
import { share } from "./section";

const MOST_LINES = 5;

function First({ block }: { block: Block }) {
  const { rate, mean, unit, categories } = block;
  const yes = categories.find(({ value }) => value === "true")?.label ?? "yes";
  const [number, word] =
    rate !== null
      ? [share(rate), yes.toLowerCase()]
      : [brief(mean), unit ? `${unit} on average` : "mean"];
  return (
    <p class="dv-first-number">
      <b>{number}</b> <span class="dv-s dv-3">{word}</span>
    </p>
  );
}

function Choices({ block }: { block: Block }) {
  const { categories, is_scale: isScale } = block;
  const most = Math.max(1, ...categories.map(({ count: n }) => n));
  const named = isScale
    ? categories
    : [...categories].sort((a, b) => Number(b.is_listed) - Number(a.is_listed));
  const shown = named.slice(0, isScale && named.length <= 7 ? 7 : MOST_LINES);
  const rest = named.slice(shown.length);
  const lines = shown.map((each) => ({
    label: each.label,
    part: each.count / most,
    end: count(each.count),
    tip: `${each.label}: ${share(each.share)}, interval ${share(each.low)} to ${share(each.high)}`,
    isOdd: !each.is_listed,
  }));
  return (
    <>
      <Lines lines={lines} label={`Values of ${block.title}`} />
      {rest.length > 0 && (
        <p class="dv-xs dv-3">
          {rest.length} more with {count(rest.reduce((sum, each) => sum + each.count, 0))}
        </p>
      )}
    </>
  );
}

function Ranks({ block }: { block: Block }) {
  const shown = block.options.slice(0, MOST_LINES);
  const lines = shown.map((each) => ({
    label: each.option,
    part: each.first_share,
    end: decimal(each.mean_rank, 2, 2),
    tip: `${each.option}: mean rank ${decimal(each.mean_rank, 2, 2)}, first in ${share(each.first_share)} (${share(each.low)} to ${share(each.high)}) of ${count(each.count)}`,
  }));
  return (
    <>
      <p class="dv-xs dv-3 dv-row">
        <span class="dv-grow">share of first places</span>
        <span>mean rank</span>
      </p>
      <Lines lines={lines} label={`Ranks of ${block.title}`} />
    </>
  );
}

/** The picture of a field, by its kind. */
export function Distribution({ block }: { block: Block }) {
  if (block.reason) return <p class="dv-s dv-3 dv-nothing">{block.reason}</p>;
  if (block.kind === "ranking") return <Ranks block={block} />;
  if (block.rate !== null) {
    return (
      <>
        <First block={block} />
        <Rate block={block} />
      </>
    );
  }
  if (block.mean !== null) {
    return (
      <>
        <First block={block} />
        {block.categories.length > 0 ? (
          <Scale categories={block.categories} />
        ) : (
          block.bins.length > 0 && <Histogram block={block} />
        )}
      </>
    );
  }
  if (block.bins.length > 0) return <Histogram block={block} />;
  return <Choices block={block} />;
}

export interface BlockProps {
  block: Block;
  field: EvaluatedField;
  which: Which;
  evaluation: Evaluation;
  revision: number;
  /** By which column it is broken down; "" for its distribution. */
  by: string;
  onBy: (by: string) => void;
  onSql: (block: Block) => void;
  /** Left out where nothing can be said of the field. */
  onField?: (field: EvaluatedField) => void;
}

const TIME = "submitted_at";

/** The entries of a block's menu: what it shows. */
function entriesOf(props: BlockProps): MenuEntry[] {
  const { evaluation, field, by, onBy, onSql, block, onField } = props;
  const isOn = (name: string) => ({ note: by === name ? "now" : undefined });
  const columns = evaluation.groups.filter(({ name }) => name !== field.name && name !== TIME);
  const time = evaluation.groups.find(({ name }) => name === TIME);
  const choices = columns.map(({ name, title }) => ({
    label: title,
    ...isOn(name),
    onPress: () => onBy(name),
  }));
  return [
    { label: "Distribution", ...isOn(""), onPress: () => onBy("") },
    {
      label: "Over time",
      icon: "clock",
      ...isOn(TIME),
      reason: time ? undefined : "No column says when it was answered",
      onPress: () => onBy(TIME),
    },
    {
      label: "By column",
      icon: "columns",
      reason: choices.length ? undefined : "There is no other column",
      entries: choices.length ? choices : undefined,
    },
    "line",
    { label: "SQL behind it", icon: "code", onPress: () => onSql(block) },
    ...(onField
      ? [{ label: "How it is read…", icon: "pencil" as const, onPress: () => onField(field) }]
      : []),
  ];
}

export function BlockCard(props: BlockProps) {
  const { block, field, by, evaluation } = props;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = useEvent(() => setAnchor(null));
  const words = field.words || (block.reason ? "" : `${count(block.count)} answers`);
  return (
    <section
      class={`dv-card dv-block ${by ? "is-broken" : ""}`}
      aria-label={field.title}
      data-field={field.name}
    >
      <header>
        <Icon name={iconOf(field.kind)} />
        <h2 class="dv-h2 dv-cut" title={field.title}>
          {field.title}
        </h2>
        <span class="dv-s dv-3 dv-cut dv-grow">{words}</span>
        <IconButton
          icon="more"
          size="s"
          label={`More about ${field.title}`}
          popup="menu"
          isOpen={anchor !== null}
          onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
        />
      </header>
      <div class="dv-body">
        {by ? (
          <BrokenDown {...props} />
        ) : (
          <>
            <Distribution block={block} />
            {!block.reason && (
              <p class="dv-s dv-3 dv-told-line">{caption(block, evaluation.confidence)}</p>
            )}
          </>
        )}
      </div>
      {anchor && <Menu anchor={anchor} entries={entriesOf(props)} onClose={close} />}
    </section>
  );
}
