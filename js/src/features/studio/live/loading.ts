// Brings what draws charts into the page: once, with the first chart, over the port.

import { useEffect, useState } from "preact/hooks";
import type { Port } from "../../../transport/port";
import { usePort } from "../../../ui";
import type { Draw } from "./types";

let loading: Promise<Draw> | undefined;
let loaded: Draw | undefined;

async function inflated(bytes: Uint8Array): Promise<Blob> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const text = await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).text();
  return new Blob([text], { type: "text/javascript" });
}

async function load(port: Port): Promise<Draw> {
  const { frames } = await port.ask("views.part", { name: "chart" });
  const url = URL.createObjectURL(await inflated(frames.code as Uint8Array));
  try {
    return (await import(/* @vite-ignore */ url)).draw;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What draws charts; a failure is forgotten, so that the next chart asks anew. */
export function drawer(port: Port): Promise<Draw> {
  loading ??= load(port).then(
    (draw) => {
      loaded = draw;
      return draw;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** What draws charts, once it is there; asked for when `isWanted`. Without it the kernel draws. */
export function useDrawer(isWanted: boolean): Draw | undefined {
  const port = usePort();
  const [draw, setDraw] = useState(() => loaded);
  useEffect(() => {
    if (draw || !isWanted || !port.isAlive) return;
    let isOver = false;
    drawer(port).then(
      (made) => !isOver && setDraw(() => made),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [port, isWanted, draw]);
  return draw;
}
