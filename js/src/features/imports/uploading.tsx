// The upload of one file, as people follow it.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Refusal } from "../../transport/port";
import { Banner, Button, bytes, duration, percent, usePort } from "../../ui";
import { Bar, Spoken } from "./bar";
import { Transfer, type TransferState } from "./upload";

function rightOf({ phase, rate, sent }: TransferState, size: number): string {
  if (phase === "paused" || phase === "stopped") return percent(sent, size);
  if (!rate) return "";
  const left = duration(Math.max(1000, ((size - sent) / rate) * 1000));
  return `${bytes(rate)} a second, about ${left} left`;
}

export function Uploading(props: {
  file: File;
  onDone: (uploadId: string) => void;
  onCancel: () => void;
}) {
  const { file } = props;
  const port = usePort();
  const [state, setState] = useState<TransferState | null>(null);
  const transfer = useMemo(() => new Transfer(port, file, setState), [port, file]);
  useEffect(() => {
    transfer.run();
    return () => transfer.pause();
  }, [transfer]);
  const shown = state ?? transfer.state;
  const { phase, sent, found, error, upload } = shown;
  useEffect(() => {
    if (phase === "done" && upload) props.onDone(upload.upload_id);
  }, [phase]);
  const cancel = () => {
    transfer.discard();
    props.onCancel();
  };
  const isResting = phase === "paused" || phase === "stopped";
  const numbers = `${bytes(sent)} of ${bytes(file.size)}`;
  const step = Math.floor((sent / Math.max(file.size, 1)) * 4) * 25;
  return (
    <div class="dv-import-job">
      <div class="dv-row">
        <h2 class="dv-m dv-cut dv-grow">Uploading {file.name}</h2>
        {isResting ? (
          <Button label="Go on" size="s" onPress={() => void transfer.run()} />
        ) : (
          <Button
            label="Pause"
            size="s"
            reason={phase === "send" ? undefined : "It has not begun yet."}
            onPress={() => transfer.pause()}
          />
        )}
        <Button label="Cancel upload" size="s" onPress={cancel} />
      </div>
      <Bar
        label={`Upload of ${file.name}`}
        share={sent / Math.max(file.size, 1)}
        left={numbers}
        right={rightOf(shown, file.size)}
      />
      {error && (
        <Banner
          isInset
          tone="bad"
          text={`${error.message} ${error instanceof Refusal ? error.hint : ""}`}
        />
      )}
      <p class="dv-s dv-3">
        {found > 0 && `${bytes(found)} were here already. `}
        {phase === "paused"
          ? "Paused. What is here stays until this kernel ends."
          : "The preview follows. Nothing is stored in the vault yet."}
      </p>
      <Spoken text={isResting ? `Upload stopped at ${numbers}` : `Uploading, ${step}%`} />
    </div>
  );
}
