/// <reference types="node" />
// The messages both sides agree on; `tests/contract/test_messages.py` reads the same file.

import { readFileSync } from "node:fs";
import type { AnyModel } from "@anywidget/types";
import { describe, expect, it } from "vitest";
import { CommPort } from "../../src/transport/comm";
import { Refusal } from "../../src/transport/port";
import { StubModel } from "./stub_model";

interface Case {
  name: string;
  op: string;
  args: unknown;
  question: Record<string, unknown>;
  answer: Record<string, unknown> & { ok: boolean; data?: unknown; frames?: string[] };
  buffers: string[];
}

const path = new URL("../../../tests/contract/messages.json", import.meta.url);
const golden: Case[] = JSON.parse(readFileSync(path, "utf8"));
const unpack = (text: string) => new DataView(Uint8Array.from(Buffer.from(text, "base64")).buffer);

describe("golden messages", () => {
  for (const each of golden)
    it(each.name, async () => {
      const model = new StubModel();
      const port = new CommPort(model as unknown as AnyModel);
      const asked = port.ask(each.op, each.args);
      const sent = model.sent[0]?.content as { ask: string };
      expect({ ...sent, ask: "k-1" }).toEqual(each.question);
      model.fire("msg:custom", { ...each.answer, ask: sent.ask }, each.buffers.map(unpack));
      if (each.answer.ok) {
        const { data, frames } = await asked;
        expect(data).toEqual(each.answer.data);
        const packed = Object.entries(frames).map(([name, bytes]) => [
          name,
          Buffer.from(bytes).toString("base64"),
        ]);
        expect(packed).toEqual(
          (each.answer.frames ?? []).map((name, i) => [name, each.buffers[i]]),
        );
      } else {
        const error: Refusal = await asked.then(
          () => Promise.reject(new Error("no refusal")),
          (refused) => refused,
        );
        expect(error).toBeInstanceOf(Refusal);
        const { code, message, hint, field, retryable } = error;
        expect({ code, message, hint, field, retryable }).toEqual(each.answer.error);
      }
    });
});
