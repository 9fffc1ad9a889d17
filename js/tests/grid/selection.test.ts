import { describe, expect, it } from "vitest";
import { chosenState, idsBetween, isChosen, NOTHING, withChosen } from "../../src/grid/selection";
import type { RowSource } from "../../src/grid/types";

describe("a choice of rows", () => {
  it("is a few of them", () => {
    const few = withChosen(NOTHING, ["a", "b"], true);
    expect([isChosen(few, "a"), isChosen(few, "c"), isChosen(few, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(chosenState(few, 3)).toBe("mixed");
    expect(chosenState(few, 2)).toBe(true);
    expect(chosenState(withChosen(few, ["a", "b"], false), 3)).toBe(false);
    expect(NOTHING.ids.size).toBe(0);
  });

  it("or all but a few", () => {
    const all = { ids: new Set<string>(), isAllBut: true };
    const but = withChosen(all, ["a"], false);
    expect([isChosen(but, "a"), isChosen(but, "b")]).toEqual([false, true]);
    expect(chosenState(all, null)).toBe(true);
    expect(chosenState(but, 5)).toBe("mixed");
    expect(chosenState(but, 1)).toBe(false);
    expect(withChosen(but, ["a"], true)).toEqual(all);
  });

  it("extends over the rows that are here, in either direction", () => {
    const source = { rowId: (row: number) => (row === 4 ? undefined : `r${row}`) } as RowSource;
    expect(idsBetween(source, 5, 3)).toEqual(["r3", "r5"]);
    expect(idsBetween(source, 2, 2)).toEqual(["r2"]);
  });
});
