// How much an export would be.

import { useRef } from "preact/hooks";
import type { ExportEstimate, ExportStartArgs } from "../../protocol/operations";
import { bytes, counted, useAsk } from "../../ui";

/** How much it would be, asked again whenever something else is chosen. */
export function useEstimate(args: ExportStartArgs, isAsking: boolean) {
  const about = JSON.stringify({ ...args, path: "", overwrite: false });
  const asked = useAsk("exports.estimate", isAsking ? args : null, [about]);
  const seen = useRef({ about: "", data: asked.data });
  if (!asked.isLoading && asked.data !== seen.current.data) {
    seen.current = { about, data: asked.data };
  }
  const isCurrent = !asked.isLoading && seen.current.about === about;
  return {
    estimate: isCurrent ? asked.data : undefined,
    refused: asked.isLoading ? undefined : asked.error,
  };
}

/** "336,776 rows, about 31 MB"; what stands in the way, where it can't be told. */
export function EstimateLine(props: {
  estimate: ExportEstimate | undefined;
  refused: Error | undefined;
}) {
  const { estimate, refused } = props;
  if (refused && !estimate) {
    return (
      <p class="dv-s dv-export-size is-wrong" role="status">
        {refused.message}
      </p>
    );
  }
  const files = estimate?.file_count ? ` and ${counted(estimate.file_count, "file")}` : "";
  const size = estimate && (estimate.byte_count ? `, about ${bytes(estimate.byte_count)}` : "");
  return (
    <p class="dv-s dv-2 dv-export-size" role="status">
      {estimate ? `${counted(estimate.row_count, "row")}${files}${size}` : "Counting rows"}
    </p>
  );
}
