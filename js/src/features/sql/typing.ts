// What keys and offers do to the text of a query: pure decisions, so that they can be told apart.

export interface Edit {
  /** The part that goes. */
  from: number;
  to: number;
  /** What takes its place. */
  text: string;
  /** What is selected afterwards. */
  start: number;
  end: number;
}

const INDENT = "  ";

/** An offer taken at the cursor, in the place of what is typed of it. */
export function taken(at: number, length: number, text: string): Edit {
  const from = at - length;
  return { from, to: at, text, start: from + text.length, end: from + text.length };
}

/** The lines of the selection moved to the right, or back. */
export function indented(value: string, start: number, end: number, isBack: boolean): Edit {
  if (start === end && !isBack) {
    const at = start + INDENT.length;
    return { from: start, to: end, text: INDENT, start: at, end: at };
  }
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n");
  const moved = lines.map((line) => (isBack ? line.replace(/^ {1,2}/, "") : INDENT + line));
  const text = moved.join("\n");
  const first = (moved[0] as string).length - (lines[0] as string).length;
  return {
    from,
    to: end,
    text,
    start: Math.max(from, start + first),
    end: from + text.length,
  };
}

/** Whether something can be offered after what was typed last: a word, a dot, an open quote. */
export const isOffering = (above: string): boolean =>
  /[\p{L}\p{N}_.]$/u.test(above) || above.split('"').length % 2 === 0;

/** Put an edit in so that the browser's own undo takes it back. */
export function put(area: HTMLTextAreaElement, edit: Edit): void {
  area.focus();
  area.setSelectionRange(edit.from, edit.to);
  const isDone = edit.text
    ? document.execCommand("insertText", false, edit.text)
    : edit.from === edit.to || document.execCommand("delete");
  if (!isDone) {
    area.setRangeText(edit.text, edit.from, edit.to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(edit.start, edit.end);
}
