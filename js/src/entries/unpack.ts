// The module that anywidget gets: unpacks the views once a page and hands over to them.
// `js/tasks/bundle.mjs` puts the packed code in.

declare const PACKED: string;
declare const HASH: string;

interface Views {
  default: { initialize: (props: never) => () => void; render: (props: never) => unknown };
  css: string;
}

/** Bytes out of base 85; the first character says how many at the end are only filling. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(((text.length - 1) / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i * 5 + 1 < text.length; i += 1) {
    let value = 0;
    for (let k = 0; k < 5; k += 1) {
      const code = text.charCodeAt(i * 5 + 1 + k) - 40;
      value = value * 85 + (code > 52 ? code - 1 : code);
    }
    view.setUint32(i * 4, value);
  }
  return bytes.subarray(0, bytes.length - Number(text[0]));
}

async function unpacked(): Promise<Views> {
  const stream = new Blob([bytesOf(PACKED)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const code = new Blob([await new Response(stream).text()], { type: "text/javascript" });
  const url = URL.createObjectURL(code);
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

const kept = globalThis as unknown as Record<symbol, Promise<Views> | undefined>;
const key = Symbol.for(`datavault-jupyter ${HASH}`);

function views(): Promise<Views> {
  const found = kept[key] ?? unpacked();
  kept[key] = found;
  return found;
}

export default async () => {
  const { default: panels, css } = await views();
  return {
    initialize: panels.initialize,
    render(props: { el: HTMLElement }) {
      const style = document.createElement("style");
      style.textContent = css;
      props.el.append(style);
      const root = props.el.appendChild(document.createElement("div"));
      return panels.render({ ...props, el: root } as never);
    },
  };
};
