// Files in fields: chosen or dropped, sent piece by piece, shown, downloaded.

import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormField } from "../../protocol/operations";
import { isWithdrawn, type Port, sentence } from "../../transport/port";
import { Button, bytes, Icon, IconButton, Progress, saveFile, usePort } from "../../ui";
import { useHeld } from "../imports/drop";

/** The pipeline whose files are meant; none in a form that is only tried out. */
export const FilesOf = createContext("");

export interface KeptFile {
  name: string;
  sha256: string;
  byte_count: number;
}

const PIECE = 4_000_000;

/** Send a file for a field; `onSent` hears how many bytes are there. */
async function send(
  port: Port,
  aim: { pipeline_id: string; field: string },
  file: File,
  onSent: (sent: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  const about = { ...aim, name: file.name, byte_count: file.size };
  const begun = await port.ask("pipelines.file_begin", about, { signal });
  const { pipeline_id } = aim;
  const { file_id } = begun.data;
  try {
    for (let offset = 0; ; ) {
      const piece = await file.slice(offset, offset + PIECE).arrayBuffer();
      const told = await port.ask(
        "pipelines.file_piece",
        { pipeline_id, file_id, offset },
        { signal, buffers: [piece] },
      );
      offset += piece.byteLength;
      onSent(offset);
      if (told.data.value) return told.data.value;
    }
  } catch (error) {
    port.ask("pipelines.file_drop", { pipeline_id, file_id }).catch(() => undefined);
    throw error;
  }
}

/** The bytes of a file that a field holds. */
async function read(port: Port, pipeline_id: string, file: KeptFile): Promise<BlobPart[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; ; ) {
    const args = { pipeline_id, sha256: file.sha256, offset };
    const { data, frames } = await port.ask("pipelines.file", args);
    const part = frames.bytes as Uint8Array<ArrayBuffer>;
    parts.push(part);
    offset += part.byteLength;
    if (offset >= data.byte_count || part.byteLength === 0) return parts;
  }
}

/** A file with its size, to be downloaded. */
export function FileShown({ file, onRemove }: { file: KeptFile; onRemove?: () => void }) {
  const port = usePort();
  const pipelineId = useContext(FilesOf);
  const [trouble, setTrouble] = useState("");
  const download = () => {
    setTrouble("");
    read(port, pipelineId, file).then(
      (parts) => saveFile(file.name, parts, "application/octet-stream"),
      (error: unknown) => isWithdrawn(error) || setTrouble(sentence(error)),
    );
  };
  return (
    <span class="dv-stack">
      <span class="dv-row dv-file">
        <Icon name="file" />
        <span class="dv-cut" title={file.name}>
          {file.name}
        </span>
        <span class="dv-s dv-3">{bytes(file.byte_count)}</span>
        {pipelineId && file.sha256 && (
          <IconButton size="s" icon="download" label={`Download ${file.name}`} onPress={download} />
        )}
        {onRemove && (
          <IconButton size="s" icon="close" label={`Remove ${file.name}`} onPress={onRemove} />
        )}
      </span>
      {trouble && <span class="dv-hint is-bad">{trouble}</span>}
    </span>
  );
}

interface Sending {
  file: File;
  sent: number;
  stop: AbortController;
}

function useSending(field: FormField, onChange: (value: unknown) => void) {
  const port = usePort();
  const pipelineId = useContext(FilesOf);
  const [sending, setSending] = useState<Sending>();
  const [trouble, setTrouble] = useState("");
  const present = useRef<AbortController | undefined>(undefined);
  // A form that is left takes no more of it.
  useEffect(() => () => present.current?.abort(), []);
  const begin = async (file: File) => {
    const stop = new AbortController();
    present.current = stop;
    setTrouble("");
    setSending({ file, sent: 0, stop });
    try {
      const aim = { pipeline_id: pipelineId, field: field.name };
      const seen = (sent: number) => setSending({ file, sent, stop });
      onChange(await send(port, aim, file, seen, stop.signal));
    } catch (error) {
      if (!stop.signal.aborted && !isWithdrawn(error)) setTrouble(sentence(error));
    }
    setSending(undefined);
  };
  return { sending, trouble, setTrouble, begin, isReal: pipelineId !== "" };
}

/** What was pressed is gone with what follows on it: the focus goes on to that. */
function useLed(step: string) {
  const place = useRef<HTMLDivElement>(null);
  const isLed = useRef(false);
  useLayoutEffect(() => {
    if (!isLed.current || !place.current) return;
    place.current.querySelector("button")?.focus();
    isLed.current = step === "sending";
  }, [step]);
  const lead = () => {
    isLed.current = true;
  };
  return { place, lead };
}

function Progressing({ sending }: { sending: Sending }) {
  const { file, sent, stop } = sending;
  return (
    <div class="dv-row">
      <Progress
        class="dv-grow"
        label={`Sending ${file.name}`}
        done={sent}
        total={Math.max(1, file.size)}
        note={`${file.name}: ${bytes(sent)} of ${bytes(file.size)}`}
      />
      <Button size="s" label="Cancel" onPress={() => stop.abort()} />
    </div>
  );
}

interface ChooserProps {
  field: FormField;
  trouble: string;
  isReal: boolean;
  onFile: (file: File) => void;
  onTrouble: (text: string) => void;
}

function Chooser({ field, trouble, isReal, onFile, onTrouble }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (files: File[]) => {
    const [file] = files;
    if (files.length > 1) onTrouble("One file at a time.");
    else if (file) onFile(file);
  };
  const { held, on } = useHeld(take, () => onTrouble("That is a folder: pack it into one file."));
  return (
    <div class={`dv-file-drop ${held ? "is-held" : ""}`} {...(isReal ? on : {})}>
      <Button
        icon="upload"
        label="Choose file"
        reason={isReal ? undefined : "Files are handed in in the work form."}
        onPress={() => input.current?.click()}
      />
      <span class="dv-s dv-3">
        {held ? "Release to hand it in" : `or drop it here, up to ${most(field)}`}
      </span>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`File for ${field.label}`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          take(files);
        }}
      />
      {trouble && <span class="dv-hint is-bad">{trouble}</span>}
    </div>
  );
}

export function FileField(props: {
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { field, value, onChange } = props;
  const { sending, trouble, setTrouble, begin, isReal } = useSending(field, onChange);
  const isHeld = typeof value === "object" && value !== null;
  const { place, lead } = useLed(sending ? "sending" : isHeld ? "held" : "none");
  const start = (file: File) => {
    lead();
    void begin(file);
  };
  const remove = () => {
    lead();
    onChange(undefined);
  };
  const chooser = { field, trouble, isReal, onFile: start, onTrouble: setTrouble };
  return (
    <div ref={place}>
      {sending ? (
        <Progressing sending={sending} />
      ) : isHeld ? (
        <FileShown file={value as KeptFile} onRemove={remove} />
      ) : (
        <Chooser {...chooser} />
      )}
    </div>
  );
}

const most = (field: FormField): string => bytes(Number(field.settings.max_bytes));
