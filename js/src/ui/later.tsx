// Components of the second part of the views' code, which is loaded over the port on first use.

import type { JSX } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import type { Port } from "../transport/port";
import { isWithdrawn } from "../transport/port";
import { Banner, Spinner } from "./feedback";
import { usePort } from "./port";

type Part = Record<string, (props: never) => JSX.Element | null>;
type Lend = (name: string) => unknown;

let lend: Lend = () => undefined;
let loading: Promise<Part> | undefined;
let loaded: Part | undefined;

/** Say what the second part gets from the first, by name. */
export function lendBy(lender: Lend): void {
  lend = lender;
}

async function load(port: Port): Promise<Part> {
  const { frames } = await port.ask("views.part", { name: "more" });
  const code = new Blob([frames.code as Uint8Array<ArrayBuffer>], { type: "text/javascript" });
  const url = URL.createObjectURL(code);
  try {
    const { default: made, css } = await import(/* @vite-ignore */ url);
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    return made(lend) as Part;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Fetch the second part, once a page: when somebody turns to a view, before they need it. */
export function warm(port: Port): Promise<Part> {
  loading ??= load(port).then(
    (part) => {
      loaded = part;
      return part;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** A component of the second part: a spinner until it is there, a way out when it can't be had. */
export function later<P>(name: string): (props: P) => JSX.Element | null {
  return (props) => {
    const port = usePort();
    const [part, setPart] = useState(loaded);
    const [error, setError] = useState<Error>();
    const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
    useEffect(() => {
      setError(undefined);
      // Also when it has come meanwhile: `part` is from before that.
      if (part) return;
      let isOver = false;
      warm(port).then(setPart, (failed) => {
        if (isOver) return;
        // Another view had asked for it, and was closed.
        if (isWithdrawn(failed)) again(undefined);
        else setError(failed);
      });
      return () => {
        isOver = true;
      };
    }, [port, turn, part]);
    if (error) {
      const action = { label: "Try again", onPress: () => again(undefined) };
      return <Banner tone="bad" text={error.message} action={action} />;
    }
    if (!part) return <Spinner label="Loading" />;
    const Component = part[name] as (props: P) => JSX.Element | null;
    return <Component {...(props as P & object)} />;
  };
}
