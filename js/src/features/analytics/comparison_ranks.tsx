// Who ranks first: mean ranks and first places of a ranking field.

import type { RankTable } from "../../protocol/operations";
import { count, useEvent } from "../../ui";
import { asCsv, Behind, Card, ExportButton, Scroll, saveCsv, share, span, two } from "./section";

const HEAD = [
  "model",
  "rankings",
  "mean_rank",
  "low",
  "high",
  "first_share",
  "first_low",
  "first_high",
];

export function Ranks({ data }: { data: RankTable }) {
  const most = Math.max(1, ...data.models.map(({ rank, high }) => high ?? rank));
  const onExport = useEvent(() => {
    const rows = data.models.map((each) => [
      each.name,
      each.count,
      each.rank,
      each.low,
      each.high,
      each.first_share,
      each.first_low,
      each.first_high,
    ]);
    saveCsv(`ranks-${data.field}.csv`, asCsv(HEAD, rows));
  });
  return (
    <Card
      title="Ranks"
      note={`${data.field}: 1 is best`}
      end={
        <>
          <Behind about="ranks" sql={data.sql} formula={data.formula} />
          <ExportButton about="ranks" onPress={onExport} />
        </>
      }
    >
      {data.models.length === 0 ? (
        <p class="dv-body dv-3">Nobody has ranked anything yet, or the filter keeps none.</p>
      ) : (
        <Scroll>
          <table class="dv-table dv-table-s dv-ranks is-topped" aria-label={`Ranks, ${data.field}`}>
            <thead>
              <tr>
                <th class="is-field">Option</th>
                <th class="dv-num is-value">Rankings</th>
                <th class="dv-num is-value">Mean rank</th>
                <th class="is-span">95% interval</th>
                <th>
                  <span class="dv-vh">Mean rank on a line</span>
                </th>
                <th class="dv-num is-share">Came first</th>
                <th class="is-span">95% interval</th>
              </tr>
            </thead>
            <tbody>
              {data.models.map((each) => (
                <tr key={each.name}>
                  <th scope="row" title={each.name}>
                    {each.name}
                  </th>
                  <td class="dv-num">{count(each.count)}</td>
                  <td class="dv-num dv-m">{two(each.rank)}</td>
                  <td class="dv-2">{span(each.low, each.high)}</td>
                  <td aria-hidden="true">
                    <span class="dv-rankbar">
                      <i style={{ width: `${(each.rank / most) * 100}%` }} />
                    </span>
                  </td>
                  <td class="dv-num">{share(each.first_share)}</td>
                  <td class="dv-2">
                    {each.first_low === null
                      ? "–"
                      : `${share(each.first_low, 0)} to ${share(each.first_high, 0)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {data.notes.map((note) => (
        <p key={note} class="dv-s dv-3 dv-footnote">
          {note}
        </p>
      ))}
    </Card>
  );
}
