/// <reference types="node" />
// The bytes both sides agree on; `tests/contract/test_framing.py` reads the same file.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { framed, unframed } from "../../src/transport/framing";

interface Case {
  name: string;
  message: object;
  parts: string[];
  bytes: string;
}

const path = new URL("../../../tests/contract/framing.json", import.meta.url);
const golden: Case[] = JSON.parse(readFileSync(path, "utf8"));
const unpack = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

describe("framed messages", () => {
  for (const { name, message, parts, bytes } of golden)
    it(name, () => {
      const buffers = parts.map((part) => unpack(part).buffer);
      const read = unframed(unpack(bytes).buffer);
      expect(read?.[0]).toEqual(message);
      expect(read?.[1].map((part) => [...part])).toEqual(parts.map((part) => [...unpack(part)]));
      for (const part of read?.[1] ?? []) expect(part.byteOffset % 8).toBe(0);
      expect(unframed(framed(message, buffers).buffer)).toEqual(read);
    });

  it("takes nothing that is none, or was cut", () => {
    const whole = framed({ ask: "1" }, [new Uint8Array(20).buffer]);
    for (const length of [0, 3, 8, 12, whole.length - 8])
      expect(unframed(whole.slice(0, length).buffer)).toBeNull();
    expect(unframed(new TextEncoder().encode("<html>no</html>").buffer)).toBeNull();
  });
});
