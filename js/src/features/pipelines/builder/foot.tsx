// What is to be mended, and what becomes of what was written.

import { useState } from "preact/hooks";
import type { Problem } from "../../../protocol/operations";
import { Button, counted, Icon } from "../../../ui";
import { useBusy } from "../head";
import { isOnlyStill } from "./publish";
import type { Building } from "./session";

const MOST_SHOWN = 3;

function standing(now: Building, isBusy: boolean): string {
  if (isBusy && (now.doing || now.isChecking)) return "The kernel is busy";
  if (now.doing === "keeping") return "Saving";
  if (now.doing === "publishing") return "Publishing";
  if (now.isChecking) return "Checking";
  if (now.isChanged) return "Changes not saved";
  if (!now.state?.pipeline_id) return "Nothing is stored yet";
  if (now.state.has_draft) return "Saved, not published";
  return `Form ${now.state.form_number} is published`;
}

function Mending(props: { problems: readonly Problem[]; onGo: (problem: Problem) => void }) {
  const [isWhole, show] = useState(false);
  const { problems } = props;
  const shown = isWhole ? problems : problems.slice(0, MOST_SHOWN);
  const left = problems.length - shown.length;
  return (
    <section class="dv-mending" aria-label="To be mended">
      <span class="dv-row dv-row-4">
        <Icon name="warn" small />
        {counted(problems.length, "thing")} to mend
      </span>
      <ul>
        {shown.map((each) => (
          <li key={`${each.step} ${each.field} ${each.setting} ${each.text}`}>
            <button type="button" class="dv-link" onClick={() => props.onGo(each)}>
              {each.where ? `${each.where}: ` : ""}
              {each.text}
            </button>
          </li>
        ))}
        {left > 0 && (
          <li>
            <button type="button" class="dv-link" onClick={() => show(true)}>
              Show {left} more
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

/** Why it can't be published now. */
function refusal(now: Building): string | undefined {
  // What was found of what has been changed since isn't known to be so.
  if (now.problems.length > 0 && !now.isChecking) return "Mend what is marked first";
  if (now.state?.status === "archived") return "It is archived: bring it back first";
  const isNothing = now.changes?.is_same && !now.isChanged && !now.state?.has_draft;
  return isNothing && now.state?.status === "active"
    ? "The published form says the same"
    : undefined;
}

export function Foot(props: {
  now: Building;
  onGo: (problem: Problem) => void;
  onKeep: () => void;
  onPublish: () => void;
}) {
  const { now } = props;
  const isBusy = useBusy();
  const number = now.changes?.form_number ?? (now.state?.form_number ?? 0) + 1;
  const isStill = isOnlyStill({ now, changes: now.changes });
  const isSaved = !now.isChanged && Boolean(now.state?.pipeline_id);
  // Of one that nobody has begun, nothing is to be mended.
  const isBegun = now.isChanged || now.isTold || Boolean(now.state?.pipeline_id);
  const hasList = isBegun && now.problems.length > 0 && now.source === "form";
  return (
    <footer class="dv-foot dv-build-foot">
      <div class="dv-grow">
        {hasList ? (
          <Mending problems={now.problems} onGo={props.onGo} />
        ) : (
          <span role="status">{standing(now, isBusy)}</span>
        )}
      </div>
      <Button
        label="Save draft"
        keys="Ctrl S"
        isBusy={now.doing === "keeping"}
        reason={isSaved ? "It is saved" : undefined}
        onPress={props.onKeep}
      />
      <Button
        kind="primary"
        label={isStill ? "Activate" : `Publish form ${number}`}
        popup="dialog"
        isBusy={now.doing === "publishing"}
        reason={refusal(now)}
        onPress={props.onPublish}
      />
    </footer>
  );
}
