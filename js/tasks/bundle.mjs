// npm run bundle: the widgets' JavaScript and CSS as one small module. `--watch` makes it anew on change.
//
// The module travels with every widget and is saved with it, so it is packed: code and styles are
// deflated, written in base 85, and unpacked once a page, however many widgets it holds.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "./base85.mjs";
import { writeLabextension } from "./labextension.mjs";
import { notices } from "./notices.mjs";
import { inRoot } from "./places.mjs";
import { main } from "./processes.mjs";

const TARGET = inRoot("datavault_jupyter", "widgets", "static");
const SOURCE = inRoot("js", "src");

const shared = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  write: false,
};

async function built(entry, more = {}) {
  const { build } = await import("esbuild");
  const options = { ...shared, ...more, metafile: true, absWorkingDir: inRoot() };
  const { outputFiles, metafile } = await build({ ...options, entryPoints: [inRoot(...entry)] });
  return { text: outputFiles[0].text, metafile };
}

const made = async (entry, more) => (await built(entry, more)).text;

const nameOf = (path) => path.replace(/\\/g, "/").replace(/\.tsx?$/, "");

/** The modules of an entry, as their paths below the sources. */
const modulesOf = ({ inputs }) =>
  new Set(Object.keys(inputs).map((path) => nameOf(relative(SOURCE, inRoot(path)))));

/** Leaves what the core lends out of the part, and refuses what it would have twice. */
const borrowing = (core) => ({
  name: "borrowing",
  setup(build) {
    const lent = readFileSync(inRoot("js", "src", "entries", "shared.ts"), "utf8");
    build.onResolve({ filter: /.*/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === "asked" || kind === "entry-point") return undefined;
      const found = await build.resolve(path, { resolveDir, kind, pluginData: "asked" });
      const name = path.startsWith(".") ? nameOf(relative(SOURCE, found.path)) : path;
      if (lent.includes(`"${name}":`) || lent.includes(`\n  ${name},`)) {
        return { path: name, external: true };
      }
      const isOnce =
        /^preact\b/.test(name) || (core.has(name) && /^(ui|grid|transport)\b/.test(name));
      return isOnce ? { errors: [{ text: `entries/shared.ts does not lend ${name}` }] } : undefined;
    });
  },
});

/** Deflated as small as it gets: zopfli saves four per cent of what every widget carries. */
async function packed(text) {
  const { deflateAsync } = createRequire(import.meta.url)("@gfx/zopfli");
  return encode(await deflateAsync(Buffer.from(text), { numiterations: 15 }));
}

/** Make the module; its size, and that of the code in it before packing, in bytes. */
export async function bundle() {
  const css = await made(["js", "src", "theme", "index.css"]);
  const { text: code, metafile } = await built(["js", "src", "entries", "views.tsx"]);
  const whole = `${code}\nexport const css=${JSON.stringify(css)};`;
  const define = {
    PACKED: JSON.stringify(await packed(whole)),
    HASH: JSON.stringify(createHash("sha256").update(whole).digest("hex").slice(0, 16)),
  };
  const text = await made(["js", "src", "entries", "unpack.ts"], { define });
  const part = await made(["js", "src", "entries", "more.tsx"], {
    format: "cjs",
    plugins: [borrowing(modulesOf(metafile))],
  });
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(`${TARGET}/views.js`, text);
  await charts();
  writeFileSync(`${TARGET}/http.js`, await made(["js", "src", "entries", "http.ts"]));
  const page = { define: { CSS: JSON.stringify(css) } };
  const lab = await made(["js", "src", "theme", "lab.css"]);
  const beside = { define: { CSS: JSON.stringify(css + lab) } };
  writeFileSync(`${TARGET}/lab.js`, await made(["js", "src", "entries", "lab.tsx"], beside));
  writeLabextension(await made(["js", "src", "lab", "container.ts"], { format: "iife" }));
  writeFileSync(`${TARGET}/page.js`, await made(["js", "src", "entries", "page.tsx"], page));
  const work = await made(["js", "src", "theme", "work-page.css"]);
  const tasks = { define: { CSS: JSON.stringify(work) } };
  writeFileSync(`${TARGET}/work.js`, await made(["js", "src", "entries", "work.tsx"], tasks));
  const shared = await made(["js", "src", "theme", "share-page.css"]);
  const sharing = { define: { CSS: JSON.stringify(shared) } };
  writeFileSync(`${TARGET}/share.js`, await made(["js", "src", "entries", "share.tsx"], sharing));
  const more = await made(["js", "src", "theme", "more.css"]);
  writeFileSync(`${TARGET}/more.js`, asModule(part, more));
  return { packed: Buffer.byteLength(text), code: Buffer.byteLength(code), css: css.length };
}

/** What draws charts: a module of its own, loaded with the first chart. */
async function charts() {
  const { text, metafile } = await built(["js", "src", "entries", "chart.ts"]);
  writeFileSync(`${TARGET}/chart.js`, text);
  writeFileSync(`${TARGET}/chart.licenses.txt`, notices(metafile));
}

/** A module whose default takes what lends other modules by name. */
const asModule = (code, css) =>
  `export default(require)=>{const module={exports:{}};let exports=module.exports;${code}\nreturn module.exports};export const css=${JSON.stringify(css)};`;

async function say() {
  const { packed: size, code, css } = await bundle();
  console.log(`views.js ${size} bytes: ${code} of code and ${css} of styles, packed`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async (args) => {
    await say();
    if (!args.includes("--watch")) return 0;
    for await (const _ of watch(SOURCE, { recursive: true })) {
      await say().catch((error) => console.error(error.message));
    }
    return 0;
  });
}
