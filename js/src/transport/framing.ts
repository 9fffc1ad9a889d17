// A message and its binary parts as one run of bytes; the same as `protocol/framing.py`.

const MAGIC = "DVM1";
const START = 8;
const STEP = 8;

const padding = (length: number): number => (STEP - (length % STEP)) % STEP;

/** One run of bytes out of a message and its parts. */
export function framed(message: object, parts: ArrayBuffer[] = []): Uint8Array<ArrayBuffer> {
  const sizes = parts.map((part) => part.byteLength);
  const text = new TextEncoder().encode(JSON.stringify({ ...message, sizes }));
  const length = text.length + padding(text.length);
  const rest = sizes.reduce((sum, size) => sum + size + padding(size), 0);
  const bytes = new Uint8Array(START + length + rest);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(4, length, true);
  // JSON takes spaces at its end.
  bytes.fill(32, START, START + length).set(text, START);
  let at = START + length;
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at);
    at += part.byteLength + padding(part.byteLength);
  }
  return bytes;
}

/** The message and its parts; null where these bytes are none, or were cut. */
export function unframed<T extends object>(buffer: ArrayBuffer): [T, Uint8Array[]] | null {
  const bytes = new Uint8Array(buffer);
  const text = new TextDecoder();
  if (bytes.length < START || text.decode(bytes.subarray(0, 4)) !== MAGIC) return null;
  let at = START + new DataView(buffer).getUint32(4, true);
  if (at > bytes.length) return null;
  const { sizes, ...message } = JSON.parse(text.decode(bytes.subarray(START, at)));
  const parts: Uint8Array[] = [];
  for (const size of sizes as number[]) {
    if (at + size > bytes.length) return null;
    parts.push(bytes.subarray(at, at + size));
    at += size + padding(size);
  }
  return [message, parts];
}
