import { expect, it } from "vitest";
import { firstChoice, limitOf, selectionOf, wrongWith } from "../../src/features/hub/choice";
import type { HubConfiguration } from "../../src/protocol/operations";

const split = (name: string) => ({
  name,
  row_count: 3,
  byte_count: 9,
  file_count: 1,
  is_partial: false,
});
const column = (name: string, is_default = true) => ({
  name,
  type: "VARCHAR",
  feature: "",
  labels: [],
  media: null,
  is_default,
  byte_count: null,
});
const made = (some: Partial<HubConfiguration> = {}) =>
  ({
    repo_id: "a/b",
    sha: "c0ffee",
    subset: "default",
    splits: ["train", "test"].map(split),
    columns: [column("text"), column("label"), column("photo", false)],
    ...some,
  }) as HubConfiguration;

it("begins with the training split and without media", () => {
  expect(firstChoice(made())).toMatchObject({ splits: ["train"], columns: ["text", "label"] });
  const others = made({ splits: ["a", "b"].map(split) });
  expect(firstChoice(others).splits).toEqual(["a", "b"]);
});

it("asks for what is chosen at the commit that was shown", () => {
  const choice = { splits: ["test"], columns: ["photo", "text"], where: " a > 1 ", limit: "1,000" };
  expect(selectionOf(made(), choice)).toEqual({
    repo_id: "a/b",
    subset: "default",
    splits: ["test"],
    // In the dataset's order, whatever the order of the presses.
    columns: ["text", "photo"],
    where: "a > 1",
    limit: 1000,
    revision: "c0ffee",
  });
});

it("names nothing where all is wanted", () => {
  const choice = { ...firstChoice(made()), splits: ["test", "train"] };
  expect(selectionOf(made(), choice)).toMatchObject({ splits: null, columns: null, where: null });
});

it.each([
  ["", null],
  [" ", null],
  ["25", 25],
  ["25,000", 25_000],
  ["25 000", 25_000],
  ["0", undefined],
  ["-3", undefined],
  ["some", undefined],
  ["9".repeat(20), undefined],
])("reads the limit %j", (text, limit) => {
  expect(limitOf(text)).toBe(limit);
});

it("says what is missing first", () => {
  const choice = firstChoice(made());
  expect(wrongWith(made(), choice)).toBe("");
  expect(wrongWith(made({ subset: null }), choice)).toBe("Choose a subset first.");
  expect(wrongWith(made(), { ...choice, splits: [] })).toBe("Choose a split first.");
  expect(wrongWith(made(), { ...choice, columns: [] })).toBe("Choose a column first.");
  expect(wrongWith(made(), { ...choice, limit: "x" })).toContain("row limit");
});
