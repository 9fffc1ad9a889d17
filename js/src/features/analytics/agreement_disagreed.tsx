// The items that people disagree on most, with the answers side by side.

import { useState } from "preact/hooks";
import type { DisagreedItem } from "../../protocol/operations";
import { Button, IconButton, initials, useEvent } from "../../ui";
import type { FieldProps } from "./agreement_matrix";
import {
  asCsv,
  Card,
  ExportButton,
  FailedCard,
  Scroll,
  saveCsv,
  useSection,
  WaitingCard,
} from "./section";

const FIRST = 10;
const MOST = 200;
const TITLE = "Most disagreed";

export function Disagreed(props: FieldProps & { onClose: () => void }) {
  const { field } = props.field;
  const [limit, setLimit] = useState(FIRST);
  const { data, error, reload } = useSection("analytics.disagreed", props, { field, limit });
  const onExport = useEvent(() => data && saveCsv(`disagreed-${field}.csv`, asText(data.items)));
  if (!data && error) return <FailedCard title={TITLE} error={error} onRetry={reload} />;
  if (!data) return <WaitingCard title={TITLE} />;
  const hasMore = data.items.length === limit && limit < MOST;
  return (
    <Card
      title={TITLE}
      note={data.field}
      end={
        <>
          {data.items.length > 0 && <ExportButton about="these items" onPress={onExport} />}
          <IconButton icon="close" size="s" label={`Close ${TITLE}`} onPress={props.onClose} />
        </>
      }
    >
      {data.reason ? (
        <p class="dv-body dv-3">{data.reason}</p>
      ) : (
        <Scroll>
          <table class="dv-table dv-table-s dv-disagreed is-topped" aria-label={TITLE}>
            <thead>
              <tr>
                <th class="is-item">{props.noun === "task" ? "Task" : "Item"}</th>
                <th>Answers</th>
                <th class="dv-num is-apart">Apart</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((each) => (
                <Item key={each.item} each={each} onPress={() => props.onRaters([], [each.item])} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {hasMore && (
        <div class="dv-more">
          <Button label="Show more" size="s" kind="quiet" onPress={() => setLimit(limit * 4)} />
        </div>
      )}
    </Card>
  );
}

function Item({ each, onPress }: { each: DisagreedItem; onPress: () => void }) {
  const name = each.label || each.item;
  return (
    <tr>
      <th scope="row" title={`${name} (${each.item})`}>
        <button type="button" class="dv-name" onClick={onPress}>
          {name}
        </button>
      </th>
      <td class="is-sides">
        {each.answers.map((side) => (
          <span key={side.rater} class="dv-answer" title={`${side.rater}: ${side.value}`}>
            <span class="dv-ava" aria-hidden="true">
              {initials(side.rater)}
            </span>
            <span class="dv-vh">{side.rater}</span> <span class="dv-cut">{side.value}</span>
          </span>
        ))}
      </td>
      <td class="dv-num">
        <span class="dv-apart">
          <i style={{ width: `${Math.min(each.disagreement, 1) * 100}%` }} aria-hidden="true" />
          {each.disagreement.toFixed(2)}
        </span>
      </td>
    </tr>
  );
}

function asText(items: readonly DisagreedItem[]): string {
  const raters = [...new Set(items.flatMap(({ answers }) => answers.map(({ rater }) => rater)))];
  const rows = items.map((each) => {
    const given = new Map(each.answers.map(({ rater, value }) => [rater, value]));
    return [each.item, each.label, each.disagreement, ...raters.map((rater) => given.get(rater))];
  });
  return asCsv(["item", "label", "disagreement", ...raters], rows);
}
