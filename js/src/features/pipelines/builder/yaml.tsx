// The pipeline as YAML: every pipeline, and the only view of one that can't be drawn as a form.

import { useRef } from "preact/hooks";
import type { Problem } from "../../../protocol/operations";
import { Banner } from "../../../ui";
import type { BuilderSession, Building } from "./session";

const LEAST_LINES = 12;

/** Put the cursor at a line of the text. */
function goTo(area: HTMLTextAreaElement | null, line: number): void {
  if (!area || line < 1) return;
  const lines = area.value.split("\n");
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  const height = area.scrollHeight / Math.max(1, area.rows);
  const main = area.closest(".dv-build-main");
  main?.scrollTo({ top: area.offsetTop + height * (line - 4) });
}

function Problems(props: { problems: readonly Problem[]; onGo: (line: number) => void }) {
  if (props.problems.length === 0) return null;
  return (
    <ul class="dv-yaml-problems dv-stack dv-stack-4" aria-label="Problems">
      {props.problems.map(({ line, text }) => (
        <li key={`${line} ${text}`} class="dv-hint is-bad">
          {line > 0 && (
            <button type="button" class="dv-link" onClick={() => props.onGo(line)}>
              Line {line}
            </button>
          )}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why it can only be seen as YAML. */
function Why({ now }: { now: Building }) {
  if (now.sheet || now.problems.length > 0 || now.isChecking || !now.state?.pipeline_id)
    return null;
  return (
    <Banner
      isInset
      text="Its nodes don't follow one another in one line, so it is written as YAML. Saved unchanged, it stays as it is."
    />
  );
}

export function YamlView({ session, now }: { session: BuilderSession; now: Building }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const count = Math.max(LEAST_LINES, now.text.split("\n").length);
  const problems = now.source === "yaml" ? now.problems : [];
  const wrong = new Set(problems.map(({ line }) => line));
  return (
    <section class="dv-yaml dv-stack" aria-label="YAML">
      <Why now={now} />
      <Problems problems={problems} onGo={(line) => goTo(area.current, line)} />
      <div class="dv-yaml-text">
        <ol aria-hidden="true">
          {Array.from({ length: count }, (_, at) => (
            <li key={at} class={wrong.has(at + 1) ? "is-bad" : ""}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          class={`dv-area ${problems.length > 0 ? "is-bad" : ""}`}
          aria-label="The pipeline as YAML"
          aria-invalid={problems.length > 0 || undefined}
          rows={count}
          wrap="off"
          spellcheck={false}
          value={now.text}
          onInput={(event) => session.writeText(event.currentTarget.value)}
        />
      </div>
    </section>
  );
}
