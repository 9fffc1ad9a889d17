// Binary as text that a JavaScript string and JSON hold without escapes, five characters for four
// bytes. The digits are the printable characters from "(" on, without the backslash.

const DIGITS = Array.from({ length: 86 }, (_, i) => String.fromCharCode(40 + i)).filter(
  (each) => each !== "\\",
);

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  const padding = (4 - (bytes.length % 4)) % 4;
  const whole = Buffer.concat([bytes, Buffer.alloc(padding)]);
  let text = "";
  for (let i = 0; i < whole.length; i += 4) {
    let value = whole.readUInt32BE(i);
    let five = "";
    for (let k = 0; k < 5; k += 1) {
      five = DIGITS[value % 85] + five;
      value = Math.floor(value / 85);
    }
    text += five;
  }
  return padding + text;
}
