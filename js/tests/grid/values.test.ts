import { describe, expect, it } from "vitest";
import type { CellValue, GridColumn, Kind } from "../../src/grid/types";
import {
  CELL_CHARACTERS,
  decimalsOf,
  isUngrouped,
  marked,
  shownOf,
  timeText,
} from "../../src/grid/values";

const column = (kind: Kind, name = "value"): GridColumn => ({ name, kind, type: "" });
const text = (kind: Kind, value: CellValue, decimals = 0, name = "value") =>
  shownOf(column(kind, name), value, false, decimals).text;

describe("numbers", () => {
  it("are exact, however large", () => {
    expect(text("integer", 336776)).toBe("336,776");
    expect(text("integer", -5)).toBe("−5");
    expect(text("integer", 2n ** 127n)).toBe("170,141,183,460,469,231,731,687,303,715,884,105,728");
    expect(text("integer", "-9223372036854775808")).toBe("−9,223,372,036,854,775,808");
    expect(text("decimal", "12345678901234567890.120")).toBe("12,345,678,901,234,567,890.120");
    expect(text("decimal", "-0.50")).toBe("−0.50");
  });

  it("have one number of decimals in a column, six at most", () => {
    expect([4, 4.3, 0.1 + 0.2, 1e-12, Number.NaN, null].map(decimalsOf)).toEqual([
      0, 1, 6, 0, 0, 0,
    ]);
    expect(decimalsOf("1.250")).toBe(3);
    expect(text("number", 5, 1)).toBe("5.0");
    expect(text("number", 1234.5, 2)).toBe("1,234.50");
    const rounded = shownOf(column("number"), 0.1 + 0.2, false, 6);
    expect(rounded).toEqual({ text: "0.300000", title: "0.30000000000000004" });
    expect(shownOf(column("number"), 4.3, false, 1).title).toBeUndefined();
  });

  it("show what is no number, and what decimals would hide", () => {
    expect(text("number", Number.NaN, 2)).toBe("NaN");
    expect(text("number", Number.POSITIVE_INFINITY)).toBe("∞");
    expect(text("number", Number.NEGATIVE_INFINITY)).toBe("−∞");
    expect(text("number", 1e-12, 2)).toBe("1e−12");
    expect(text("number", 1e300, 2)).toBe("1e+300");
    expect(text("number", -0)).toBe("0");
  });

  it("that are names have no separators", () => {
    expect(
      ["id", "user_id", "userId", "zip", "birth_year", "year"].map((name) =>
        isUngrouped(column("integer", name)),
      ),
    ).toEqual(Array(6).fill(true));
    expect(
      ["paid", "grid", "valid", "yearly", "amount"].map((name) =>
        isUngrouped(column("integer", name)),
      ),
    ).toEqual(Array(5).fill(false));
    expect(text("integer", 2026, 0, "year")).toBe("2026");
    expect(text("integer", "123456789012345678901", 0, "id")).toBe("123456789012345678901");
  });
});

describe("times", () => {
  const now = 2026;
  it.each([
    ["2026-11-16 13:54:02.123456", "16 Nov, 13:54"],
    ["2026-11-16T13:54", "16 Nov, 13:54"],
    ["2026-11-06 09:04:00", "6 Nov, 09:04"],
    ["2025-11-06 09:04:00", "6 Nov 2025, 09:04"],
    ["2024-02-29 00:00:00", "29 Feb 2024, 00:00"],
    ["2026-11-16", "16 Nov"],
    ["1999-01-02", "2 Jan 1999"],
    ["infinity", "infinity"],
    ["-infinity", "-infinity"],
    ["0044-03-15 (BC)", "0044-03-15 (BC)"],
    ["2026-13-45", "2026-13-45"],
    ["soon", "soon"],
  ])("%s is %s", (value, expected) => {
    const shown = timeText(value, now);
    expect(shown.text).toBe(expected);
    expect(shown.title).toBe(expected === value ? undefined : value);
  });

  it.each([
    "2026-06-16 12:00:00+00",
    "2026-06-16 12:00:00Z",
    "2026-06-16 17:30:00+05:30",
    "2026-06-16 08:00:00-04",
  ])("%s is local", (value) => {
    const local = new Date("2026-06-16T12:00:00Z");
    const clock = local.toTimeString().slice(0, 5);
    expect(timeText(value, now).text).toBe(`${local.getDate()} Jun, ${clock}`);
  });
});

describe("texts", () => {
  it("are told apart from their absence", () => {
    expect(shownOf(column("text"), null, false, 0).tone).toBe("null");
    expect(shownOf(column("text"), "", false, 0)).toEqual({ text: "empty text", tone: "empty" });
    expect(shownOf(column("text"), "NULL", false, 0)).toEqual({ text: "NULL" });
    expect(shownOf(column("text"), "NaN", false, 0)).toEqual({ text: "NaN" });
  });

  it("stand in one line, cut where they are cut", () => {
    expect(text("text", "a\r\nb\nc")).toBe("a⏎b⏎c");
    expect(shownOf(column("text"), "begin", true, 0).isCut).toBe(true);
    const long = shownOf(column("text"), "x".repeat(9_999), false, 0);
    expect([long.text.length, long.isCut]).toEqual([CELL_CHARACTERS, true]);
  });

  it("are links only when they are wholly an address", () => {
    const tone = (value: string) => shownOf(column("text"), value, false, 0).tone;
    expect(tone("https://example.org/a?b=c")).toBe("link");
    expect([
      tone("javascript:alert(1)"),
      tone("see https://example.org"),
      tone("https://"),
    ]).toEqual([undefined, undefined, undefined]);
    // A link that goes to half of an address goes somewhere else.
    expect(shownOf(column("text"), "https://example.org/a", true, 0).tone).toBeUndefined();
  });

  it("are code when they are ids or JSON", () => {
    const tone = (kind: Kind, value: string) => shownOf(column(kind), value, false, 0).tone;
    expect([tone("text", "tsk_0pt0"), tone("id", "anything"), tone("json", "{}")]).toEqual([
      "code",
      "code",
      "code",
    ]);
    expect([tone("text", "in_review"), tone("text", "A plain one")]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("of bytes say how many", () => {
    expect(text("binary", "12:00ff10aa2233445566778899")).toBe("x'00ff10aa2233445566778899' 12 B");
    expect(text("binary", "00ff … (12,000 bytes)")).toContain("00ff");
    expect(text("binary", "00ff … (12000 bytes)")).toBe("x'00ff…' 12,000 B");
    expect(text("binary", "0:")).toBe("x'' 0 B");
    expect(text("boolean", true)).toBe("✓");
  });

  it("are split where they match, whatever is searched for", () => {
    expect(marked("Finished fine", "FIN")).toEqual(["", "Fin", "ished ", "fin", "e"]);
    expect(marked("a.b*c", ".")).toEqual(["a", ".", "b*c"]);
    expect(marked("a", "(")).toEqual(["a"]);
    expect(marked("a", "")).toEqual(["a"]);
  });
});
