// A dashboard by itself, in a cell: bound to the traits of its widget.

import { useMemo, useState } from "preact/hooks";
import type { BoardState } from "../../../protocol/operations";
import { EmptyState, useSurroundings, useTrait } from "../../../ui";
import { BoardPanel } from "./panel";

export function BoardView() {
  const { model } = useSurroundings();
  const [datasetId] = useTrait<string>("dataset_id");
  const [boardId, setBoardId] = useTrait<string>("dashboard_id");
  const [isDeleted, setDeleted] = useState(false);
  const first = useMemo(() => {
    const boot = model.get<Record<string, unknown>>("_boot") ?? {};
    return boot["boards.open"] as BoardState | undefined;
  }, [model]);
  if (isDeleted) {
    return (
      <EmptyState
        icon="trash"
        title="The dashboard was deleted"
        text="Its charts are still kept with the dataset."
      />
    );
  }
  return (
    <BoardPanel
      key={boardId}
      {...{ datasetId, boardId }}
      first={first?.id === boardId ? first : undefined}
      onOpen={setBoardId}
      onDeleted={() => setDeleted(true)}
    />
  );
}
