import { expect, test } from "vitest";
import type { Sheet } from "../../src/features/sharing/types";
import {
  dateOf,
  endOfField,
  invitation,
  isOver,
  listed,
  reach,
  readable,
  urlOf,
} from "../../src/features/sharing/words";

const sheet = (changes: Partial<Sheet>): Sheet => ({
  ...{ dataset_id: "d", dataset_name: "Eval", refusal: "", mode: "restricted", path: "" },
  ...{ ends_at: null, can_export: true, columns: [], people: [], openings: [] },
  ...{ created_by: "Ana", created_at: null, row_count: 600, contributor_count: 0 },
  ...{ is_public_possible: true, server_url: "", mailer: "", notice: "", ...changes },
});

test("a link is told whole where the server's address is known, and honestly where not", () => {
  expect(urlOf("datavault/s/x", "https://lab.example.org/user/ana")).toBe(
    "https://lab.example.org/user/ana/datavault/s/x",
  );
  expect(urlOf("datavault/s/x", "")).toBe("datavault/s/x");
  expect(reach("https://lab.example.org/", "")).toBe(
    "It opens where this Jupyter server can be reached. No e-mail is sent.",
  );
  for (const home of ["http://localhost:8888/", "http://127.0.0.1/", "http://[::1]:8888/"])
    expect(reach(home, "")).toContain("on this machine only");
  // Names that only look like this machine's.
  expect(reach("http://localhost.example.org/", "")).toContain("can be reached");
  expect(reach("", "smtp")).toBe(
    "Put the address of your Jupyter server before it. Invitations go out by smtp.",
  );
});

test("what becomes readable is counted, without the columns that are hidden", () => {
  const columns = [
    { name: "a", is_hidden: false },
    { name: "b", is_hidden: true },
  ];
  expect(readable(sheet({ contributor_count: 6 }))).toBe(
    "All 600 rows and the names of 6 contributors can be read without signing in.",
  );
  expect(readable(sheet({ row_count: 1, contributor_count: 1, columns }))).toBe(
    "The 1 row of 1 column and the name of 1 contributor can be read without signing in.",
  );
});

test("an end is the end of a day of the reader's", () => {
  expect(dateOf(endOfField("2026-12-22"))).toBe("2026-12-22");
  for (const wrong of ["", "2026-12", "nonsense"]) expect(endOfField(wrong)).toBeNull();
  const now = new Date("2026-12-01T12:00:00Z");
  expect(isOver(endOfField("2026-11-29"), now)).toBe(true);
  expect(isOver(endOfField("2026-12-01"), now)).toBe(false);
  expect(isOver(null, now)).toBe(false);
});

test("an invitation asks to sign in only where one must", () => {
  const url = "https://lab/datavault/s/x";
  expect(invitation(sheet({}), url)).toBe(
    `Ana shares “Eval” with you:\n${url}\nSign in to the server to open it.`,
  );
  const open = sheet({ mode: "public", ends_at: "2026-12-22T12:00:00Z" });
  expect(invitation(open, url)).toBe(
    `Ana shares “Eval” with you:\n${url}\nThe link ends 22 Dec 2026.`,
  );
});

test("names are listed as one says them", () => {
  expect(listed(["Ana"])).toBe("Ana");
  expect(listed(["Ana", "Ben", "Cy"])).toBe("Ana, Ben and Cy");
});
