// The Studio by itself: bound to the traits of its widget, so that Python and other views follow.

import type { FunctionComponent } from "preact";
import { useMemo } from "preact/hooks";
import type { Drawing, Filter, StudioCharts, StudioFields } from "../../protocol/operations";
import { count, useSurroundings, useTrait } from "../../ui";
import { type Chart, searching } from "./drawn";
import { StudioPanel, type StudioProps } from "./panel";
import { EMPTY, type Spec } from "./spec";

/** `Panel` is the Studio, or the one with more that a feature above puts in its place. */
export function StudioView({ Panel = StudioPanel }: { Panel?: FunctionComponent<StudioProps> }) {
  const { model } = useSurroundings();
  const [datasetId] = useTrait<string>("dataset_id");
  const [spec, setSpec] = useTrait<Partial<Spec>>("spec");
  const [filters, setFilters] = useTrait<Filter | null>("filters");
  const [keptId, setKeptId] = useTrait<string>("chart_id");
  const [height] = useTrait<number>("height");
  const told = useMemo(() => model.get<Record<string, unknown>>("_boot") ?? {}, [model]);
  const fields = told["studio.fields"] as StudioFields | undefined;
  // A spec without a kind is one whose kind follows its fields.
  const chart = useMemo(
    () => ({ spec: { ...EMPTY, ...spec } as Spec, isOpen: spec.kind === undefined, keptId }),
    [spec, keptId],
  );
  const onChart = (made: Chart) => {
    const { kind, ...rest } = made.spec;
    setKeptId(made.keptId);
    setSpec(made.isOpen ? rest : { ...rest, kind });
  };
  return (
    <div class="dv-studio-view" style={{ maxHeight: `${height}px` }}>
      {fields && (
        <header class="dv-studio-head">
          <h1 class="dv-cut">{fields.name}</h1>
          <span class="dv-s dv-2">
            {count(fields.row_count)} {fields.row_count === 1 ? "row" : "rows"}
          </span>
        </header>
      )}
      <Panel
        key={datasetId}
        {...{ datasetId, filters }}
        onFilter={(made, search) => {
          setFilters(made);
          setSpec(searching(spec as Spec, search));
        }}
        held={{ chart, onChart }}
        boot={{
          fields,
          charts: told["studio.charts"] as StudioCharts | undefined,
          drawing: told["studio.draw"] as Drawing | undefined,
        }}
      />
    </div>
  );
}
