// Handing files over to the browser.

const MINUTE = 60_000;

/** Let the browser save a file under a name, as a press on a link does. */
export function saveFile(name: string, parts: BlobPart[], type: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
}
