// The licences of what is bundled: their texts travel with the code, as they ask for.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./places.mjs";

/** The folder of the package that a bundled file is of; none for our own. */
function packageOf(file) {
  if (!file.includes("node_modules/")) return undefined;
  let folder = dirname(inRoot(file));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const by = typeof author === "object" ? author.name : author;
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `By ${by}.`;
  return { title: `${name} ${version} (${license})`, text };
}

/** One text of all licences, each once, under the packages that have it. */
export function notices(metafile) {
  const folders = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const { title, text } = noticeOf(folder);
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  return [...byText]
    .map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`)
    .join("\n----\n\n");
}
