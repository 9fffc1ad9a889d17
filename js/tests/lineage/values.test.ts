import { describe, expect, it } from "vitest";
import { changed, entriesOf, readOf, told, typedOf } from "../../src/features/lineage/values";

describe("a typed value", () => {
  it.each([
    ["QA-17", '"QA-17"', "string"],
    ["", '""', "string"],
    [" 3 ", "3", "number"],
    ["12345678901234567890", "12345678901234567890", "number"],
    ["007", '"007"', "string"],
    ["true", "true", "boolean"],
    ["True", '"True"', "string"],
    ["null", "null", "null"],
    ['"42"', '"42"', "string"],
    ["[1, [2]]", "[1, [2]]", "list"],
    ['{"a": 1}', '{"a": 1}', "object"],
    ["NaN", '"NaN"', "string"],
  ])("%s is kept as %s", (text, json, kind) => {
    expect(readOf(text)).toEqual({ json, kind });
  });
  it.each(["[1", "{a: 1}", '"open', "1e400"])("%s is refused", (text) => {
    expect(readOf(text)).toHaveProperty("problem");
  });
});

describe("a value that is shown", () => {
  it.each(["QA-17", "", "42", " x", "true", '"', "{", "a\nb", "007", "1e400", "é\u2028"])(
    "the text %j comes back as it was",
    (value) => {
      const json = JSON.stringify(value);
      const read = readOf(typedOf(json));
      expect(read).toHaveProperty("json");
      expect(JSON.parse((read as { json: string }).json)).toBe(value);
    },
  );
  it.each(["3", "-1.0", "true", "null", "[1, 2]", "9007199254740993"])("%s as well", (json) => {
    expect(readOf(typedOf(json))).toMatchObject({ json });
  });
  it("a text has no quotes it does not need", () => {
    expect(typedOf('"QA-17"')).toBe("QA-17");
    expect(typedOf('"42"')).toBe('"42"');
  });
});

describe("entries", () => {
  it("say what they say, and what was not touched says it as before", () => {
    const [first] = entriesOf({ a: "1e400" });
    const { texts, wrong } = told([first as NonNullable<typeof first>]);
    expect([...texts]).toEqual([["a", "1e400"]]);
    expect(wrong.size).toBe(0);
  });
  it("need a name each, of their own; blank ones say nothing", () => {
    const { texts, wrong } = told([
      { key: 1, name: "a", text: "1" },
      { key: 2, name: " a ", text: "2" },
      { key: 3, name: "", text: "3" },
      { key: 4, name: "", text: " " },
    ]);
    expect([...texts]).toContainEqual(["a", "1"]);
    expect(wrong.get(2)?.name).toBe("There is another “a”.");
    expect(wrong.get(3)?.name).toBe("Give this value a name.");
    expect(wrong.has(4)).toBe(false);
  });
  it("change only what was changed", () => {
    const after = new Map([
      ["a", "1"],
      ["c", "4"],
    ]);
    expect(changed({ a: "9", b: "2", d: "5" }, { a: "1", b: "2", c: "3" }, after)).toEqual({
      a: "9",
      d: "5",
      c: "4",
    });
  });
});
