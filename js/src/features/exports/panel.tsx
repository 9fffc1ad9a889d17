// What one has exported of the whole vault, as a view of its own.

import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../../ui";
import { History } from "./history";

export interface ExportsPanelProps {
  /** Back to what it was opened from. */
  onClose: () => void;
}

export function ExportsPanel({ onClose }: ExportsPanelProps) {
  const root = useRef<HTMLDivElement>(null);
  // The menu it was opened from is gone.
  useLayoutEffect(() => root.current?.focus({ preventScroll: true }), []);
  return (
    <div class="dv-exports-panel" ref={root} tabIndex={-1}>
      <header class="dv-head">
        <IconButton icon="left" label="Data Vault" onPress={onClose} />
        <h1 class="dv-h1">Your exports</h1>
      </header>
      <History datasetId={null} />
    </div>
  );
}
