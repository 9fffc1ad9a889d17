// Loads the second part of the views over the port, once a page, when it is first needed.

import type { JSX } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import type { Port } from "../transport/port";
import { isWithdrawn } from "../transport/port";
import { Banner, Spinner, usePort } from "../ui";
import type * as More from "./more";
import { lend } from "./shared";

let loading: Promise<typeof More> | undefined;

async function load(port: Port): Promise<typeof More> {
  const { frames } = await port.ask("views.part", { name: "more" });
  const url = URL.createObjectURL(
    new Blob([frames.code as Uint8Array<ArrayBuffer>], { type: "text/javascript" }),
  );
  try {
    const { default: made } = await import(/* @vite-ignore */ url);
    return made(lend);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function loadOnce(port: Port): Promise<typeof More> {
  loading ??= load(port).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

type Name = keyof typeof More;
type PropsOf<N extends Name> = Parameters<(typeof More)[N]>[0];

/** A component of the second part: a spinner until it is there, a way out when it can't be had. */
export function later<N extends Name>(name: N): (props: PropsOf<N>) => JSX.Element {
  return (props) => {
    const port = usePort();
    const [part, setPart] = useState<typeof More>();
    const [error, setError] = useState<Error>();
    const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
    useEffect(() => {
      setError(undefined);
      loadOnce(port).then(setPart, (e) => !isWithdrawn(e) && setError(e));
    }, [port, turn]);
    if (error)
      return (
        <Banner
          tone="bad"
          text={error.message}
          action={{ label: "Try again", onPress: () => again(undefined) }}
        />
      );
    if (!part) return <Spinner label="Loading" />;
    const Part = part[name] as (props: PropsOf<N>) => JSX.Element;
    return <Part {...props} />;
  };
}
