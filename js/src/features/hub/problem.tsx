// A card for each failure: what happened, and the ways out of it.

import { useEffect, useState } from "preact/hooks";
import type { HubProblem } from "../../protocol/operations";
import { type ButtonProps, duration, EmptyState } from "../../ui";
import { SignIn } from "./account";
import { useCopied } from "./copying";
import { sentence, told, type Way } from "./problems";
import { safeUrl } from "./words";

export interface Ways {
  endpoint: string;
  isSignedIn: boolean;
  onAgain: () => void;
  onDefault?: () => void;
  onFile?: () => void;
}

/** Seconds until the Hub takes questions again. */
function useWait(problem: HubProblem): number {
  const { retry_after_s: after } = problem;
  const [left, setLeft] = useState(after ?? 0);
  useEffect(() => {
    const end = Date.now() + (after ?? 0) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    if (!after) return;
    const timer = setInterval(() => {
      tick();
      if (Date.now() >= end) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}

function useActions(problem: HubProblem, repoId: string, ways: Ways) {
  const [anchor, open] = useState<HTMLElement | null>(null);
  const [isCopied, copy] = useCopied();
  const left = useWait(problem);
  const page = problem.url || (repoId ? `${ways.endpoint}/datasets/${repoId}` : "");
  const wait = left > 0 ? `The Hub takes questions again in ${duration(left * 1000)}.` : undefined;
  const made: Record<Way, ButtonProps | undefined> = {
    again: { label: "Try again", icon: "refresh", reason: wait, onPress: ways.onAgain },
    "sign-in": {
      label: "Sign in",
      popup: "dialog",
      isOpen: anchor !== null,
      onPress: (event) => open(event.currentTarget as HTMLElement),
    },
    address: page
      ? {
          label: isCopied ? "Copied" : "Copy the address",
          icon: isCopied ? "check" : "copy",
          onPress: () => copy(page),
        }
      : undefined,
    default: ways.onDefault && { label: "Use the default branch", onPress: ways.onDefault },
    file: ways.onFile && { label: "Import a file instead", kind: "quiet", onPress: ways.onFile },
  };
  const { ways: wanted } = told(problem, repoId, ways.isSignedIn);
  const actions = wanted.map((way) => made[way]).filter((each) => each !== undefined);
  const [first, ...others] = actions;
  const isOneWay = first && !first.reason && wanted[0] !== "address";
  return {
    actions: first ? [isOneWay ? { ...first, kind: "primary" as const } : first, ...others] : [],
    page: wanted.includes("address") ? safeUrl(page) : null,
    wait,
    signIn: anchor && (
      <SignIn
        anchor={anchor}
        endpoint={ways.endpoint}
        onAgain={ways.onAgain}
        onClose={() => open(null)}
      />
    ),
  };
}

export function ProblemCard(props: { problem: HubProblem; repoId: string; ways: Ways }) {
  const { problem, repoId } = props;
  const { icon, title } = told(problem, repoId);
  const { actions, page, wait, signIn } = useActions(problem, repoId, props.ways);
  const text = (
    <>
      {sentence(problem, title)}
      {/* Told by the button, too; a reader is spared each second of it. */}
      {wait && (
        <span class="dv-hub-wait" aria-hidden="true">
          {wait}
        </span>
      )}
      {page && (
        <a class="dv-hub-page" href={page} target="_blank" rel="noopener noreferrer">
          {page.replace(/^https?:\/\//, "")}
        </a>
      )}
    </>
  );
  return (
    <div class="dv-hub-problem">
      <div role="alert">
        <EmptyState icon={icon} title={title} text={text} actions={actions} />
      </div>
      {signIn}
    </div>
  );
}
