import { describe, expect, it } from "vitest";
import { kindOf, rowsOf, typeOptions, typeWord } from "../../src/features/imports/columns";
import type { ImportPreview } from "../../src/protocol/operations";

describe("types of a preview", () => {
  it.each([
    ["BIGINT", "integer"],
    ["UHUGEINT", "integer"],
    ["DOUBLE", "number"],
    ["DECIMAL(9,2)", "decimal"],
    ["VARCHAR", "text"],
    ["TIMESTAMP WITH TIME ZONE", "timestamp"],
    ["TIME", "time"],
    ["BLOB", "binary"],
    ["STRUCT(a INTEGER)", "json"],
    ["INTEGER[]", "json"],
    ["DECIMAL(9,2)[]", "json"],
    ["UUID", "id"],
    ["SOMETHING", "other"],
  ])("%s is shown as %s", (type, kind) => expect(kindOf(type)).toBe(kind));

  it("offers the type that was found first, each type once", () => {
    const options = typeOptions("BIGINT", "DECIMAL(9,2)");
    expect(options[0]).toEqual({
      value: "DECIMAL(9,2)",
      label: "Decimal (9,2)",
      note: "detected",
    });
    expect(new Set(options.map((option) => option.value)).size).toBe(options.length);
    expect(typeWord("STRUCT(a INTEGER)")).toBe("STRUCT(a INTEGER)");
  });
});

it("gives the grid values, exact where a number could not be", () => {
  const columns = ["BIGINT", "DOUBLE", "BOOLEAN", "DECIMAL(38,3)", "VARCHAR"].map((type, i) => ({
    source_name: `c${i}`,
    name: `c${i}`,
    type,
    detected_type: type,
  }));
  const rows = [
    ["9007199254740993", "-inf", "true", "12345678901234567890.123", "x".repeat(301)],
    ["7", "nan", null, "1.5", ""],
  ];
  const source = rowsOf({ columns, rows } as unknown as ImportPreview);
  const row = (at: number) => columns.map(({ name }) => source.cell(at, name));
  expect(row(0)).toEqual([
    9007199254740993n,
    -Infinity,
    true,
    "12345678901234567890.123",
    "x".repeat(300),
  ]);
  expect(row(1)).toEqual([7, Number.NaN, null, "1.5", ""]);
  expect([source.isCut(0, "c4"), source.isCut(1, "c4")]).toEqual([true, false]);
  expect(source.count).toBe(2);
});
