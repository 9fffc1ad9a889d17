// The link: to be copied, with from where it opens.

import { useId } from "preact/hooks";
import { serverBase } from "../../transport/serving";
import { Button, Icon, type Toast } from "../../ui";
import { copyText } from "../../ui/clipboard";
import type { Sheet } from "./types";
import { invitation, reach, urlOf } from "./words";

export type Say = (toast: Toast) => void;

export const baseOf = (sheet: Sheet): string => serverBase() ?? sheet.server_url;

/** Copies, and says so; what can't be copied is marked in its field, to be copied by hand. */
export async function copied(text: string, what: string, field: string, say: Say) {
  if (await copyText(text)) return say({ text: `Copied the ${what}` });
  const input = document.getElementById(field) as HTMLInputElement | null;
  input?.select();
  say({ text: "The browser keeps its clipboard closed. Copy it by hand.", tone: "bad" });
}

/** An address that is read and copied, never written. */
export function Address(props: { id: string; label: string; url: string; isSmall?: boolean }) {
  return (
    <label class={`dv-input dv-grow ${props.isSmall ? "" : "dv-input-l"}`}>
      <Icon name="share" />
      <input
        id={props.id}
        aria-label={props.label}
        readOnly
        value={props.url}
        onFocus={(event) => event.currentTarget.select()}
      />
    </label>
  );
}

export function LinkField({ sheet, say }: { sheet: Sheet; say: Say }) {
  const id = useId();
  const base = baseOf(sheet);
  const url = urlOf(sheet.path, base);
  const isPublic = sheet.mode === "public";
  return (
    <div class="dv-field">
      <span class="dv-label">
        <span>Link</span>
        <i>{isPublic ? "anyone who has it can read" : "the same for everyone you add"}</i>
      </span>
      <div class="dv-row">
        <Address id={id} label="Link" url={url} />
        <Button
          kind="primary"
          size="l"
          icon="copy"
          label="Copy link"
          onPress={() => void copied(url, "link", id, say)}
        />
      </div>
      <span class="dv-hint">
        {reach(base, sheet.mailer)}{" "}
        <button
          type="button"
          class="dv-way"
          onClick={() => void copied(invitation(sheet, url), "invitation", id, say)}
        >
          Copy an invitation
        </button>
      </span>
    </div>
  );
}
