// The page's half of `kernel_page.py`: anywidget's model over HTTP.

import load from "./views.js";

if (window.isDark) document.documentElement.dataset.dark = "yes";

const unpack = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const pack = (buffer) => {
  let text = "";
  const bytes = new Uint8Array(buffer);
  for (let i = 0; i < bytes.length; i += 32768)
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
};
const revive = (_, value) =>
  value?.__bytes__ === undefined ? value : new DataView(unpack(value.__bytes__).buffer);

const listeners = new Map();
const fire = (name, ...args) => {
  for (const fn of [...(listeners.get(name) ?? [])]) fn(...args);
};
let queue = Promise.resolve();
const post = (message) => {
  queue = queue.then(() => fetch("send", { method: "POST", body: JSON.stringify(message) }));
};

const state = JSON.parse(await (await fetch("state")).text(), revive);
let changed = {};
const model = {
  get: (name) => state[name],
  set(name, value) {
    if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
    state[name] = value;
    changed[name] = value;
    fire(`change:${name}`);
  },
  save_changes() {
    if (Object.keys(changed).length > 0) post({ method: "update", state: changed });
    changed = {};
  },
  send(content, _callbacks, buffers = []) {
    post({ method: "custom", content, buffers: buffers.map(pack) });
  },
  on(name, fn) {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(fn));
  },
  off(name, fn) {
    listeners.get(name)?.delete(fn);
  },
  widget_manager: window.savedPage ? { _get_comm_info: async () => ({}) } : {},
};

function hear({ method, content, state: told, buffers }) {
  if (method === "custom")
    fire("msg:custom", content, buffers.map((each) => new DataView(unpack(each).buffer)));
  if (method !== "update") return;
  for (const [name, value] of Object.entries(told)) {
    if (JSON.stringify(state[name]) === JSON.stringify(value)) continue;
    state[name] = value;
    fire(`change:${name}`);
  }
}

async function poll() {
  for (;;) {
    const told = await (await fetch("poll")).text();
    for (const each of JSON.parse(told, revive)) hear(each);
  }
}

const views = await load();
views.initialize({ model });
const count = Number(new URLSearchParams(location.search).get("views") ?? 1);
for (let i = 0; i < count; i += 1) {
  const el = document.getElementById("root").appendChild(document.createElement("div"));
  await views.render({ model, el });
}
poll();
document.body.dataset.ready = "yes";
