// What one does in the form, and where the focus goes after it.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Toast, useEvent } from "../../ui";
import { focusQuestion } from "./moving";
import type { WorkSession } from "./session";
import type { WorkState } from "./state";
import { missing } from "./values";

/** The question to begin with: the first that lacks a value, else the first. */
const firstOf = ({ item, values, problems }: WorkState): string | undefined => {
  const wrong = item?.fields.find((field) => problems[field.name] !== undefined);
  return (wrong ?? (item && missing(item, values)[0]) ?? item?.fields[0])?.name;
};

/** The deeds of a form, told in toasts. */
export function useDeeds(session: WorkSession, say: (toast: Toast) => void) {
  const form = useRef<HTMLDivElement>(null);
  // Only who has just done something here is led on; news from elsewhere move no focus.
  const [doneCount, setDoneCount] = useState(0);
  const [note, setNote] = useState("");
  const [isNoteWrong, setNoteWrong] = useState(false);
  const noteBox = useRef<HTMLDivElement>(null);
  const lead = useEvent(() => {
    if (doneCount === 0 || !form.current) return;
    const name = firstOf(session.state);
    // A new task is read from its beginning; what is wrong in it is brought into sight.
    const isWrong = Object.keys(session.state.problems).length > 0;
    if (session.state.item && name) focusQuestion(form.current, name, isWrong);
    else form.current.focus();
  });
  // With the drawing, not a frame later: who types on at once types into the next task.
  useLayoutEffect(lead, [doneCount]);
  const after = async (deed: Promise<unknown>) => {
    await deed;
    setDoneCount((count) => count + 1);
  };
  const undo = useEvent(async () => {
    const why = await session.undo();
    if (why) say({ text: why, tone: "bad" });
  });
  const told = (text: string) =>
    say({
      text,
      action: session.state.last && { label: "Undo", onPress: () => void after(undo()) },
    });
  const end = async (deed: Promise<boolean>, text: string) => {
    if (!(await deed)) return;
    setNote("");
    told(text);
  };
  return {
    form,
    note,
    setNote: (text: string) => {
      setNote(text);
      setNoteWrong(false);
    },
    isNoteWrong,
    noteBox,
    start: () => void after(session.claim()),
    again: () => void after(session.again()),
    submit: () => void after(end(session.submit(), "Handed in")),
    skip: () => void after(session.skip()),
    escalate: (why: string) => void after(session.escalate(why)),
    undo: () => void after(undo()),
    pass: () => void after(end(session.review("pass", note), "Passed")),
    sendBack: () => {
      if (note.trim()) return void after(end(session.review("return", note), "Returned"));
      setNoteWrong(true);
      noteBox.current?.querySelector("textarea")?.focus();
    },
    go: (name: string) => form.current && focusQuestion(form.current, name),
  };
}

export type Deeds = ReturnType<typeof useDeeds>;
