// Where the file goes: a path of the kernel's machine, or a name that the server keeps in the vault.

import { useEffect, useReducer, useState } from "preact/hooks";
import type { ExportFormat, ExportOptions, ExportTarget } from "../../protocol/operations";
import { isWithdrawn, type Port } from "../../transport/port";
import { ago, bytes, Check, Field, TextInput, usePort } from "../../ui";
import { useBeside } from "./beside";
import { extended, fileName, renamed } from "./choice";

const WAIT = 200;

/** What lies at this very path, asked once nobody has typed for a moment. */
function useTarget(writer: Port, path: string, format: ExportFormat, isAsking: boolean) {
  const [turn, look] = useReducer((n: number, _: unknown) => n + 1, 0);
  const [found, setFound] = useState<{
    about: string;
    writer: Port;
    target?: ExportTarget;
    error?: Error;
  }>();
  const about = `${format} ${turn} ${path}`;
  useEffect(() => {
    if (!isAsking) return;
    const asking = new AbortController();
    const ask = () =>
      writer.ask("exports.target", { path, format }, { signal: asking.signal }).then(
        ({ data }) => setFound({ about, writer, target: data }),
        (error) => isWithdrawn(error) || setFound({ about, writer, error }),
      );
    const timer = setTimeout(ask, found ? WAIT : 0);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [about, isAsking, writer]);
  const places = found?.target?.places;
  const isCurrent = found?.about === about && found.writer === writer;
  const { target, error } = isCurrent ? found : {};
  return { target, error, places, look: () => look(undefined) };
}

function fileHint(target: ExportTarget | undefined): string | undefined {
  if (!target) return undefined;
  if (target.problem) return target.problem;
  if (!target.exists) return undefined;
  const age = target.changed_at ? `, ${ago(target.changed_at).toLowerCase()}` : "";
  return `A file of this name exists (${bytes(target.byte_count ?? 0)}${age}) and would be replaced.`;
}

/** The file as it is typed, who would write it, and what stands in its way. */
export function usePlace(options: ExportOptions | undefined, format: ExportFormat) {
  const port = usePort();
  const server = useBeside(options?.vault_id);
  const [isHandedOver, handOver] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  const writer = (isHandedOver && server) || port;
  const whole = path ?? extended(options?.path ?? "", format);
  // A server takes a name: the file lies in the vault until it is fetched.
  const file = writer === server ? fileName(whole) : whole;
  const asked = useTarget(writer, file, format, options !== undefined);
  const rename = (next: ExportFormat) => path !== null && setPath(renamed(path, next));
  /** Why it won't do; undefined where it will. */
  const trouble = asked.target ? asked.target.problem : "Looking at the file’s place";
  const hand = { hasServer: server !== undefined, isHandedOver, handOver };
  return { ...asked, ...hand, file, setPath, rename, writer, trouble: trouble || undefined };
}

export function PlaceField({ place }: { place: ReturnType<typeof usePlace> }) {
  const { target } = place;
  const isWrong = Boolean(target?.problem);
  return (
    <>
      <Field label="File" hint={fileHint(target)} isWrong={isWrong}>
        <TextInput
          label="File"
          size="l"
          autoFocus
          value={place.file}
          onInput={place.setPath}
          isWrong={isWrong}
          suggestions={place.places?.map((each) => each.path)}
        />
      </Field>
      {place.hasServer && (
        <Check
          label="Let Jupyter’s server write it"
          note="Goes on when the kernel ends; the file waits in the vault for a week, to be downloaded"
          isOn={place.isHandedOver}
          onChange={place.handOver}
        />
      )}
    </>
  );
}
