// A small part of Markdown as elements: nothing of the text ever becomes markup of the page.

import type { ComponentChildren, JSX } from "preact";

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\[[^\]]+\]\([^)\s]+\))/;

/** Only where it leads to the web; anything else stays as it was written. */
function link(part: string): ComponentChildren {
  const [, words, address = ""] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
  if (!/^https?:\/\//i.test(address)) return part;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}

function inline(text: string): ComponentChildren[] {
  return text.split(INLINE).map((part) => {
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`"))
      return <code>{part.slice(1, -1)}</code>;
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**"))
      return <strong>{part.slice(2, -2)}</strong>;
    if (part.length > 2 && part.startsWith("*") && part.endsWith("*"))
      return <em>{part.slice(1, -1)}</em>;
    return part.startsWith("[") ? link(part) : part;
  });
}

/** Lines flow into each other; two spaces or a backslash at the end break one. */
function broken(lines: readonly string[]): ComponentChildren[] {
  const parts = lines.join("\n").split(/(?: {2,}|\\)\n/);
  return parts.map((part, i) => [i > 0 && <br />, inline(part)]);
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

function list(lines: readonly string[]): JSX.Element {
  // A line that begins no item goes on with the one before.
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line) || items.length === 0) items.push(line.replace(ITEM, ""));
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  const made = items.map((item, i) => <li key={i}>{inline(item)}</li>);
  return /^\s*\d/.test(lines[0] ?? "") ? <ol>{made}</ol> : <ul>{made}</ul>;
}

function block(lines: readonly string[]): JSX.Element {
  const first = lines[0] ?? "";
  const heading = /^#{1,6}\s+(.*)$/.exec(first);
  if (heading)
    return (
      <>
        <h3 class="dv-h2">{inline(heading[1] ?? "")}</h3>
        {lines.length > 1 && block(lines.slice(1))}
      </>
    );
  if (ITEM.test(first)) return list(lines);
  const at = lines.findIndex((line) => ITEM.test(line));
  const text = at < 0 ? lines : lines.slice(0, at);
  return (
    <>
      <p>{broken(text)}</p>
      {at > 0 && block(lines.slice(at))}
    </>
  );
}

/** The blocks of a text: what lies between empty lines, and fenced code as a whole. */
export function blocksOf(text: string): { lines: string[]; isCode: boolean }[] {
  const blocks: { lines: string[]; isCode: boolean }[] = [];
  let open: { lines: string[]; isCode: boolean } | undefined;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const isFence = /^\s*```/.test(line);
    if (open?.isCode) {
      if (isFence) open = undefined;
      else open.lines.push(line);
    } else if (isFence) {
      open = { lines: [], isCode: true };
      blocks.push(open);
    } else if (line.trim() === "") open = undefined;
    else if (open) open.lines.push(line);
    else {
      open = { lines: [line], isCode: false };
      blocks.push(open);
    }
  }
  return blocks;
}

/** Headings, lists, code, emphasis and links; all else is text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div class="dv-markdown">
      {blocksOf(text).map(({ lines, isCode }, i) =>
        isCode ? (
          <pre key={i} class="dv-code">
            {lines.join("\n")}
          </pre>
        ) : (
          <div key={i}>{block(lines)}</div>
        ),
      )}
    </div>
  );
}
