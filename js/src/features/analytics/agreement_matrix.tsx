// Who agrees with whom: half a square of people, each cell with the number of shared tasks.

import type { AgreementMatrix, FieldAgreement, PairAgreement } from "../../protocol/operations";
import { count, useEvent } from "../../ui";
import {
  asCsv,
  Behind,
  Card,
  ExportButton,
  FailedCard,
  heatWidth,
  Scroll,
  type SectionProps,
  saveCsv,
  two,
  useSection,
  WaitingCard,
} from "./section";

export interface FieldProps extends SectionProps {
  field: FieldAgreement;
  noun: string;
  /** Goes to what all of them answered. */
  onRaters: (raters: readonly string[], items?: readonly string[]) => void;
}

const TITLE = "Who agrees with whom";
/** From this far on a cell has the next colour. */
const STEPS = 6.5;

export function Matrix(props: FieldProps) {
  const { field } = props.field;
  const { data, error, isLoading, reload } = useSection("analytics.matrix", props, { field });
  if (!data && error) return <FailedCard title={TITLE} error={error} onRetry={reload} />;
  if (!data) return <WaitingCard title={TITLE} />;
  const note = `${data.field}${data.reason ? "" : `, ${data.label}`}`;
  return (
    <Card
      title={TITLE}
      note={note}
      isBusy={isLoading && data.field !== field}
      end={
        !data.reason && (
          <>
            <Behind about="the pairs" sql={data.sql} formula={data.formula} />
            <MatrixExport data={data} />
          </>
        )
      }
    >
      <div class="dv-body">
        {error && <p class="dv-s dv-3">{error.message}</p>}
        {data.reason ? <p class="dv-3">{data.reason}</p> : <Cells {...props} data={data} />}
      </div>
    </Card>
  );
}

const HEAD = ["first", "second", "kappa", "agreement", "items"];

function MatrixExport({ data }: { data: AgreementMatrix }) {
  const name = (place: number) => data.raters[place]?.name ?? "";
  const onExport = useEvent(() => {
    const rows = data.pairs.map((each) => [
      name(each.one),
      name(each.other),
      each.kappa,
      each.agree,
      each.item_count,
    ]);
    saveCsv(`pairs-${data.field}.csv`, asCsv(HEAD, rows));
  });
  return <ExportButton about="all pairs" onPress={onExport} />;
}

const shortOf = (name: string) => name.split(/[\s@]/)[0] ?? name;

function Cells({ data, noun, onRaters }: FieldProps & { data: AgreementMatrix }) {
  const { raters, pairs } = data;
  const known = new Map<string, PairAgreement>();
  for (const pair of pairs) {
    const [low, high] = [Math.min(pair.one, pair.other), Math.max(pair.one, pair.other)];
    known.set(`${low} ${high}`, pair);
  }
  const left = data.rater_count - raters.length;
  return (
    <>
      <Scroll>
        <table
          class="dv-heat"
          style={{ minWidth: heatWidth(raters.length - 1) }}
          aria-label={`Agreement for each pair, ${data.label}`}
        >
          <thead>
            <tr>
              <td />
              {raters.slice(0, -1).map((each) => (
                <th key={each.key} scope="col" title={each.name}>
                  {shortOf(each.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {raters.slice(1).map((each, row) => (
              <tr key={each.key}>
                <th scope="row" title={each.name}>
                  {each.name}
                </th>
                {raters.slice(0, -1).map((other, column) => (
                  <td key={other.key}>
                    {column <= row && (
                      <Cell
                        pair={known.get(`${column} ${row + 1}`)}
                        words={`${each.name} and ${other.name}`}
                        noun={noun}
                        onPress={() => onRaters([each.key, other.key])}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {left > 0 && (
        <p class="dv-s dv-3">
          The {count(raters.length)} with the most answers; {count(left)} more are among
          ds.analytics.agreement("{data.field}").pairs.
        </p>
      )}
    </>
  );
}

function Cell(props: {
  pair: PairAgreement | undefined;
  words: string;
  noun: string;
  onPress: () => void;
}) {
  const { pair, words, noun } = props;
  if (!pair) return <span class="dv-none-shared" title={`${words}: nothing in common`} />;
  const { kappa, item_count: number } = pair;
  const shared = `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
  const step = kappa === null ? null : Math.min(Math.max(Math.floor(kappa * STEPS), 0), 5);
  const said = kappa === null ? "undefined, no variation" : two(kappa);
  return (
    <button
      type="button"
      class="dv-cell-heat"
      data-s={step ?? "none"}
      title={`${words}: ${said}, ${shared}. Show them`}
      onClick={props.onPress}
    >
      <span class="dv-vh">{words}: </span>
      <b>{kappa === null ? "–" : two(kappa)}</b>
      <small>{shared}</small>
    </button>
  );
}
