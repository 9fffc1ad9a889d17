// Kept charts for whoever only looks at them: one beneath the other, each drawn when it is in sight.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Filter, StudioChart } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Banner, Skeleton, useAsk } from "../../ui";
import { type Chart, FRESH, useDark, useDrawing, useRoom } from "./drawn";
import { Canvas } from "./panel";
import type { Spec } from "./spec";

/** Whether an element has been in sight. */
function useSeen() {
  const place = useRef<HTMLElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (isSeen || !place.current) return;
    const watching = new IntersectionObserver(
      (entries) => entries.some((each) => each.isIntersecting) && setSeen(true),
      { rootMargin: "200px" },
    );
    watching.observe(place.current);
    return () => watching.disconnect();
  }, [isSeen]);
  return { place, isSeen };
}

function ShownChart({ datasetId, chart }: { datasetId: string; chart: StudioChart }) {
  const { place, isSeen } = useSeen();
  const { isDark, setRoot } = useDark();
  const { room, setCanvas } = useRoom();
  const { where, search, ...spec } = chart.spec as Spec & { where?: Filter; search?: string };
  const held: Chart = { spec: spec as Spec, isOpen: false, keptId: chart.id };
  const rows = { filters: where ?? null, search: search ?? "" };
  const drawn = useDrawing(datasetId, isSeen ? held : FRESH, rows, { isDark, room });
  return (
    <figure class="dv-shown-chart" aria-label={chart.name} ref={place}>
      <figcaption>{chart.name}</figcaption>
      <div ref={setRoot}>
        <div ref={setCanvas}>
          {isSeen ? (
            <Canvas spec={held.spec} drawn={drawn} saving={null} />
          ) : (
            <Skeleton width="60%" />
          )}
        </div>
      </div>
    </figure>
  );
}

export interface ShownChartsProps {
  datasetId: string;
}

export function ShownCharts({ datasetId }: ShownChartsProps) {
  const { data, error, reload } = useAsk("studio.charts", { dataset_id: datasetId }, [datasetId]);
  if (error && !data)
    return (
      <Banner
        isInset
        tone="bad"
        text={sentence(error)}
        action={{ label: "Try again", onPress: reload }}
      />
    );
  return (
    <div class="dv-shown-charts" aria-busy={!data}>
      {data?.charts.map((chart) => (
        <ShownChart key={chart.id} {...{ datasetId, chart }} />
      ))}
    </div>
  );
}
