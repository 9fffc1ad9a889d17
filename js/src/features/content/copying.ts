// To the clipboard, also where the page may not write to it by itself.

/** Whether it worked. `near` stands in the view, whose place the fallback needs. */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

/** Pages without the permission, or over plain http, copy what is selected. */
function copyBySelection(text: string, near: HTMLElement): boolean {
  const field = document.createElement("textarea");
  const root = near.getRootNode() as Document | ShadowRoot;
  const back = root.activeElement as HTMLElement | null;
  field.value = text;
  field.className = "dv-vh";
  near.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  back?.focus({ preventScroll: true });
  return isDone;
}
