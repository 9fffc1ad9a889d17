import { describe, expect, it } from "vitest";
import { CHUNK, fingerprint, label, Transfer } from "../../src/features/imports/upload";
import { fakePort } from "../../src/transport/fake";
import { type AskOptions, Refusal } from "../../src/transport/port";

const bytes = (size: number, seed = 1) =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed) % 251);
const file = (size: number, name = "a.csv", seed = 1) =>
  new File([bytes(size, seed)], name, { lastModified: 5 });

const sha = async (data: Uint8Array) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", data as BufferSource)).toString("hex");

/** The kernel's side: keeps what it is sent, and can stop answering after some pieces. */
function kernel(kept = new Uint8Array(0), failAfter = Infinity) {
  let here = kept;
  let pieces = 0;
  const calls: string[] = [];
  const told = async (byte_count: number) => ({
    upload_id: "upl_1",
    name: "a.csv",
    byte_count,
    offset: here.length,
    fingerprint: "f",
    tail_offset: 0,
    tail_sha256: here.length ? await sha(here) : "",
  });
  const port = fakePort({
    "imports.upload_begin": (args: { byte_count: number; is_fresh?: boolean }) => {
      calls.push(args.is_fresh ? "fresh" : "begin");
      if (args.is_fresh) here = new Uint8Array(0);
      return told(args.byte_count);
    },
    "imports.upload_chunk": (args: { offset: number }, options: { signal?: AbortSignal }) => {
      const [piece] = (options as AskOptions).buffers ?? [];
      pieces += 1;
      if (pieces > failAfter) throw new Refusal("disk_full", "The disk is full.");
      calls.push(`${args.offset}`);
      expect(args.offset).toBe(here.length);
      here = Uint8Array.from([...here, ...new Uint8Array(piece as ArrayBuffer)]);
      return told(0);
    },
    "imports.upload_end": () => told(here.length),
    "imports.upload_discard": () => {
      calls.push("discard");
      return null;
    },
  });
  return { port, calls, here: () => here };
}

describe("an upload", () => {
  it("arrives whole, in pieces of 8 MB", async () => {
    const side = kernel();
    const source = file(CHUNK + 10);
    const phases: string[] = [];
    const transfer = new Transfer(side.port, source, ({ phase }) => phases.push(phase));
    await transfer.run();
    expect(side.calls).toEqual(["begin", "0", `${CHUNK}`]);
    expect(side.here().length).toBe(CHUNK + 10);
    expect(await sha(side.here())).toBe(await sha(bytes(CHUNK + 10)));
    expect(phases.at(-1)).toBe("done");
    expect(transfer.state.rate).toBeGreaterThan(0);
  });

  it("goes on after what is here, where that is the same file", async () => {
    const side = kernel(bytes(40));
    const transfer = new Transfer(side.port, file(100), () => undefined);
    await transfer.run();
    expect(side.calls).toEqual(["begin", "40"]);
    expect(transfer.state.found).toBe(40);
    expect([...side.here()]).toEqual([...bytes(100)]);
  });

  it("begins anew where what is here is of another file", async () => {
    const side = kernel(bytes(40, 7));
    await new Transfer(side.port, file(100), () => undefined).run();
    expect(side.calls).toEqual(["begin", "fresh", "0"]);
    expect([...side.here()]).toEqual([...bytes(100)]);
  });

  it("stops with the sentence, and goes on when asked to", async () => {
    const side = kernel(new Uint8Array(0), 0);
    const transfer = new Transfer(side.port, file(100), () => undefined);
    await transfer.run();
    expect(transfer.state.phase).toBe("stopped");
    expect(transfer.state.error?.message).toBe("The disk is full.");
    const healed = kernel(side.here());
    const again = new Transfer(healed.port, file(100), () => undefined);
    await again.run();
    expect(again.state.phase).toBe("done");
  });

  it("is removed when it is given up, and tells no error", async () => {
    const side = kernel();
    const transfer = new Transfer(side.port, file(100), () => undefined);
    await transfer.run();
    transfer.discard();
    expect(side.calls.at(-1)).toBe("discard");
    transfer.pause();
    expect(transfer.state.error).toBeUndefined();
  });

  it("says that a file can't be read any more", async () => {
    const gone = file(100);
    Object.defineProperty(gone, "slice", {
      value: () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }),
    });
    const transfer = new Transfer(kernel().port, gone, () => undefined);
    await transfer.run();
    expect(transfer.state.phase).toBe("stopped");
    expect(transfer.state.error?.message).toContain("can't read this file any more");
  });
});

describe("what a file is known by", () => {
  it("is the same for the same file and another for another", async () => {
    const known = await fingerprint(file(100));
    expect(await fingerprint(file(100))).toBe(known);
    expect(await fingerprint(file(100, "a.csv", 2))).not.toBe(known);
    expect(await fingerprint(file(101))).not.toBe(known);
    expect(await fingerprint(file(100, "b.csv"))).not.toBe(known);
  });

  it("keeps paths out of the label", () => {
    expect(label(" a/b\\c:d.csv ")).toBe("a-b-c-d.csv");
    expect(label(`${"x".repeat(400)}.csv`)).toMatch(/^x{156}\.csv$/);
  });
});
