import { expect, it } from "vitest";
import { problemOf, rest, sentence, told } from "../../src/features/hub/problems";
import { rangeWords, repoIdOf, safeUrl, short, sizeWords } from "../../src/features/hub/words";
import { Refusal } from "../../src/transport/port";

it.each([
  [684, "684"],
  [2000, "2K"],
  [49_200, "49K"],
  [999_700, "1M"],
  [1_204_000, "1.2M"],
  [3e9, "3B"],
])("writes %d as %s", (n, text) => {
  expect(short(n)).toBe(text);
});

it.each([
  ["100K<n<1M", "100K–1M rows"],
  ["n<1K", "under 1K rows"],
  ["n>1T", "over 1T rows"],
  ["unknown", ""],
  ["", ""],
])("reads the range %j", (range, text) => {
  expect(rangeWords(range)).toBe(text);
});

it("tells rows before ranges before bytes", () => {
  const size = { row_count: 1, row_range: "n<1K", byte_count: 5_000_000 };
  expect(sizeWords(size)).toBe("1 row");
  expect(sizeWords({ ...size, row_count: null })).toBe("under 1K rows");
  expect(sizeWords({ ...size, row_count: null, row_range: "" })).toBe("5 MB");
});

it.each([
  ["stanfordnlp/imdb", "stanfordnlp/imdb"],
  [" https://huggingface.co/datasets/a-b/c.d_e/viewer/x?y=1 ", "a-b/c.d_e"],
  ["hf://datasets/a/b@main/train.csv", "a/b"],
  ["imdb", null],
  ["a/b/c", null],
  ["movie reviews/de", null],
  ["https://huggingface.co/models/a", null],
  ["../x", null],
])("finds the id in %j", (text, id) => {
  expect(repoIdOf(text)).toBe(id);
});

it("follows web addresses only", () => {
  expect(safeUrl("https://huggingface.co/x")).toBe("https://huggingface.co/x");
  expect(safeUrl("javascript:alert(1)")).toBeNull();
  expect(safeUrl("")).toBeNull();
});

const problem = problemOf(new Refusal("hub_gated", "a/b is gated: its owner asks.", "Accept."));

it("says a title once", () => {
  expect(rest("a/b is gated: its owner asks.", "a/b is gated")).toBe("Its owner asks.");
  expect(rest("Other.", "a/b is gated")).toBe("Other.");
  expect(sentence(problem, "a/b is gated")).toBe("Its owner asks. Accept.");
});

it("offers no sign-in to whoever is signed in and has to wait for the owner", () => {
  expect(told(problem, "a/b").ways).toContain("sign-in");
  expect(told(problem, "a/b", true).ways).not.toContain("sign-in");
  expect(told({ ...problem, code: "hub_bad_token" }, "a/b", true).ways).toContain("sign-in");
});

it("has a card for a code nobody has heard of", () => {
  const unknown = { ...problem, code: "new", url: "https://x", is_retryable: true };
  expect(told(unknown, "a/b")).toMatchObject({
    title: "a/b can't be shown",
    ways: ["again", "address"],
  });
});

it("leaves the place in a query out", () => {
  const bad = {
    ...problem,
    code: "bad_query",
    message: "No column x.\nCandidates: y\nLINE 2: x\n ^",
  };
  expect(sentence(bad)).toMatch(/^No column x\. Candidates: y A condition looks like/);
});

it("leaves the address to the link below", () => {
  const gated = { ...problem, hint: "Accept them on https://h/a/b.", url: "https://h/a/b" };
  expect(sentence(gated)).toContain("Accept them on its page.");
});
