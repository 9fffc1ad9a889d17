// A dataset drawn out of the listing into a notebook becomes the cell that loads it.

import type { Modules } from "./jupyterlab";

const CELLS = "application/vnd.jupyter.cells";
/** A press that moves less is a press. */
const LEAST = 5;

const cellOf = (source: string) => ({
  cell_type: "code",
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

/** What goes along with the pointer. */
function pictureOf(name: string): HTMLElement {
  const picture = document.createElement("div");
  picture.className = "dv-lab-dragged";
  picture.textContent = name;
  const looks =
    "padding:2px 8px;border:1px solid var(--jp-border-color1);font:13px var(--jp-ui-font-family);background:var(--jp-layout-color1);color:var(--jp-ui-font-color1)";
  picture.style.cssText = looks;
  return picture;
}

/** Calls `act` once the pointer, still held, has gone far enough; nothing when it is let go. */
function whenDrawn(start: PointerEvent, act: (at: () => PointerEvent) => void): void {
  const over = new AbortController();
  const { signal } = over;
  let last = start;
  let hasBegun = false;
  const on = (name: string, listen: (event: PointerEvent) => void) =>
    document.addEventListener(name, listen as EventListener, { signal, capture: true });
  on("pointermove", (event) => {
    last = event;
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (hasBegun || far < LEAST) return;
    hasBegun = true;
    act(() => last);
  });
  on("pointerup", () => over.abort());
  on("pointercancel", () => over.abort());
}

/** Lets datasets be drawn out of `node`; `codeOf` says how each is loaded. */
export function drawable(
  modules: Modules,
  node: HTMLElement,
  codeOf: (datasetId: string) => Promise<string>,
): void {
  const { Drag } = modules["@lumino/dragdrop"] ?? {};
  const { MimeData } = modules["@lumino/coreutils"] ?? {};
  const { Notification } = modules["@jupyterlab/apputils"];
  if (!Drag || !MimeData || !modules["@jupyterlab/notebook"]) return;
  node.addEventListener("pointerdown", (start) => {
    const target = start.target as Element;
    const row = target.closest<HTMLElement>("tr[data-id]");
    const id = row?.dataset.id;
    if (!id || start.button !== 0 || target.closest("input, label, button:not(.dv-name)")) return;
    const name = row.querySelector(".dv-name")?.textContent ?? "";
    let isHeld = true;
    const let_go = () => {
      isHeld = false;
    };
    document.addEventListener("pointerup", let_go, { once: true, capture: true });
    whenDrawn(start, (at) => {
      getSelection()?.removeAllRanges();
      codeOf(id).then(
        (code) => {
          // Nobody holds it any more: there is nothing to drop.
          if (!isHeld) return;
          const mimeData = new MimeData();
          mimeData.setData(CELLS, [cellOf(code)]);
          const drag = new Drag({
            mimeData,
            dragImage: pictureOf(name),
            proposedAction: "copy",
            supportedActions: "copy-move",
          });
          void drag.start(at().clientX, at().clientY);
        },
        (error: Error) => Notification.error(error.message, { autoClose: 8000 }),
      );
    });
  });
}
