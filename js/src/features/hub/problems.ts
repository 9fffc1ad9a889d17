// What each of the Hub's refusals looks like, and which ways lead out of it.

import type { HubProblem } from "../../protocol/operations";
import { Refusal } from "../../transport/port";
import type { IconName } from "../../ui";

/** Ask again, sign in, the address of its page, the default branch, a file instead. */
export type Way = "again" | "sign-in" | "address" | "default" | "file";

export interface Told {
  icon: IconName;
  title: string;
  /** The first is the primary one where it leads on. */
  ways: readonly Way[];
}

/** An error of the question itself, in the same form as what the Hub refuses. */
export function problemOf(error: Error): HubProblem {
  const known = error instanceof Refusal ? error : undefined;
  return {
    message: error.message,
    hint: known?.hint ?? "",
    code: known?.code ?? "",
    url: "",
    retry_after_s: null,
    is_retryable: known?.retryable ?? true,
  };
}

/** Codes without a picture of their own have one sentence, and may be asked again or not. */
export function told(problem: HubProblem, repoId: string, isSignedIn = false): Told {
  const of = repoId || "It";
  const told = TABLE[problem.code];
  if (told) {
    // Whoever is signed in is not helped by it where they have to be let in, or to wait.
    const isNoHelp = isSignedIn && !/token|not_found/.test(problem.code);
    const ways = isNoHelp ? told.ways.filter((way) => way !== "sign-in") : told.ways;
    return { ...told, ways, title: told.title.replace("{}", of) };
  }
  const ways: Way[] = problem.is_retryable ? ["again"] : [];
  if (problem.url) ways.push("address");
  const title = repoId ? `${of} can't be shown` : "The Hub gave nothing";
  return { icon: "error", title, ways };
}

const TABLE: Record<string, Told> = {
  hub_gated: { icon: "lock", title: "{} is gated", ways: ["sign-in", "address", "again"] },
  hub_repo_not_found: {
    icon: "search",
    title: "{} was not found",
    ways: ["again", "sign-in"],
  },
  hub_bad_token: {
    icon: "lock",
    title: "The Hub refused the token",
    ways: ["sign-in", "again"],
  },
  hub_offline: { icon: "offline", title: "The network is switched off", ways: ["file"] },
  hub_unreachable: { icon: "offline", title: "The Hub can't be reached", ways: ["again", "file"] },
  hub_timeout: { icon: "offline", title: "The Hub did not answer", ways: ["again", "file"] },
  hub_rate_limited: {
    icon: "clock",
    title: "The Hub asks to wait",
    ways: ["again", "sign-in", "file"],
  },
  hub_failed: { icon: "error", title: "The Hub failed", ways: ["again", "file"] },
  hub_truncated: { icon: "error", title: "The answer was cut off", ways: ["again"] },
  hub_corrupt: { icon: "error", title: "The answer was damaged", ways: ["again"] },
  hub_revision_not_found: {
    icon: "search",
    title: "{} has no such revision",
    ways: ["default", "address"],
  },
  hub_file_not_found: {
    icon: "file",
    title: "A file of {} is missing",
    ways: ["again", "address"],
  },
  hub_bad_id: { icon: "search", title: "That is no dataset's id", ways: [] },
  hub_bad_card: { icon: "book", title: "The card of {} can't be read", ways: ["address"] },
  hub_no_data: { icon: "table", title: "{} has nothing to import", ways: ["address", "file"] },
};

/** The sentences below a title, without what the title has said already. */
export function rest(message: string, title: string): string {
  if (!message.toLowerCase().startsWith(title.toLowerCase())) return message;
  const left = message.slice(title.length).replace(/^[\s.:,;]+/, "");
  return left.charAt(0).toUpperCase() + left.slice(1);
}

/** Ways out that are said for Python, said for the panel. */
const HINTS: Record<string, string> = {
  bad_query: "A condition looks like label = 'pos' AND stars > 3.",
  hub_revision_not_found: "Leave the field empty for the default branch.",
  hub_file_not_found: "Try again, or tell its owner.",
  hub_bad_card: "Tell its owner.",
};

/** Sentence and way out in one, without the place in a query that nobody sees. */
export function sentence(problem: HubProblem, title = ""): string {
  const message = problem.message.split(/\nLINE \d/)[0]?.replace(/\s+/g, " ") ?? "";
  const said = `${rest(message, title)} ${HINTS[problem.code] ?? problem.hint}`.trim();
  // The address stands below, where it can be followed and copied.
  return problem.url ? said.replaceAll(problem.url, "its page") : said;
}
