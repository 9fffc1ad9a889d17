// Copying, also where the page is not served securely and has no clipboard of its own.

/** Whether the text is on the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    const back = document.activeElement as HTMLElement | null;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    back?.focus();
    return isDone;
  }
}

/** Copy, and what to tell whoever pressed: where the browser refuses, what they can mark. */
export const copyTold = async (text: string, done: string, what: string): Promise<string> =>
  (await copyText(text)) ? done : `The browser keeps its clipboard closed: mark the ${what}.`;
