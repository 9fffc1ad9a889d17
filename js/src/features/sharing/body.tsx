// A share as it is worked on: who, the link, its terms, who opened it; in a dialog or by itself.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../../transport/port";
import { servedVault } from "../../transport/serving";
import { Banner, Button, counted, Dialog, EmptyState, Radio, Skeleton, useTrait } from "../../ui";
import { focused } from "../../ui/layer";
import { LinkField, type Say } from "./link";
import { People } from "./people";
import type { Sharing } from "./sheet";
import { Openings, TermsFields } from "./terms";
import type { ShareMode, Sheet } from "./types";
import { readable } from "./words";

/** False where the server is known to take everybody who signs in for one and the same. */
function useKnowsNames(): boolean {
  const [vaultId] = useTrait<string | undefined>("_vault_id");
  const [knows, setKnows] = useState(true);
  useEffect(() => {
    if (!vaultId) return;
    let isOver = false;
    void servedVault(vaultId).then((found) => isOver || setKnows(found?.knowsNames ?? true));
    return () => {
      isOver = true;
    };
  }, [vaultId]);
  return knows;
}

/** What had the focus may be gone with the next drawing: the dialog must not lose the keys by it. */
function useKeptFocus(root: RefObject<HTMLDivElement | null>) {
  const last = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const own = root.current;
    if (!own || !last.current || last.current.isConnected) return;
    last.current = null;
    const now = focused(own);
    if (now && now !== document.body) return;
    own.querySelector<HTMLElement>("input:not([type=radio]), button")?.focus();
  });
  return (event: FocusEvent) => {
    last.current = event.target as HTMLElement;
  };
}

function WhoField(props: {
  sheet: Sheet;
  value: ShareMode;
  isBusy: boolean;
  onChange: (mode: ShareMode) => void;
}) {
  const { sheet } = props;
  const signIn = useKnowsNames()
    ? "They sign in to this server"
    : "This server knows nobody by name: give each a link of their own";
  return (
    <Radio<ShareMode>
      label="Who can open it"
      class="dv-sharing-who"
      value={props.value}
      options={[
        {
          value: "restricted",
          label: "People you add",
          note: signIn,
          isOff: props.isBusy,
        },
        {
          value: "public",
          label: "Anyone with the link",
          note: sheet.is_public_possible
            ? "No sign-in. You confirm first"
            : "This vault has no open links",
          isOff: props.isBusy || !sheet.is_public_possible,
        },
      ]}
      onChange={props.onChange}
    />
  );
}

/** What may be asked before it is done. */
export type Asking = "" | "public" | "off";

export function Confirming(props: {
  sheet: Sheet;
  sharing: Sharing;
  asking: Asking;
  onClose: () => void;
}) {
  const { sheet, sharing, onClose } = props;

  if (props.asking === "public") {
    const op = sheet.mode ? "sharing.set_mode" : "sharing.create";
    return (
      <Dialog
        title="Let anyone with the link read this?"
        onClose={onClose}
        actions={[
          { label: "Cancel", onPress: onClose },
          {
            label: "Open to anyone",
            kind: "primary",
            isBusy: sharing.running === op,
            onPress: () =>
              void sharing.act(op, { mode: "public", is_confirmed: true }).then(onClose),
          },
        ]}
      >
        <p>{readable(sheet)} You can switch back at any time; it takes effect at once.</p>
      </Dialog>
    );
  }
  if (props.asking !== "off") return null;
  const personal = sheet.people.filter((each) => each.has_personal).length;
  const more = personal
    ? ` So does ${personal === 1 ? "the link" : "each link"} of their own.`
    : "";
  return (
    <Dialog
      title="Switch the link off?"
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        {
          label: "Switch the link off",
          kind: "danger",
          isBusy: sharing.running === "sharing.revoke",
          onPress: () => void sharing.act("sharing.revoke", {}).then(onClose),
        },
      ]}
    >
      <p>
        It opens nothing from now on, for anybody, and can’t be switched on again: the next link is
        another one.{more} The people you added stay on the list.
      </p>
    </Dialog>
  );
}

/** No link yet, or it was switched off: one press makes it. */
function NoLink(props: { sheet: Sheet; sharing: Sharing; onPublic: () => void }) {
  const { sheet, sharing } = props;
  const [mode, setMode] = useState<ShareMode>("restricted");
  const kept = sheet.people.length;
  const make = () =>
    mode === "public" ? props.onPublic() : void sharing.act("sharing.create", { mode });
  return (
    <>
      <WhoField sheet={sheet} value={mode} isBusy={false} onChange={setMode} />
      <div class="dv-row dv-wrap">
        <Button
          kind="primary"
          size="l"
          icon="share"
          label="Make the link"
          isBusy={sharing.running === "sharing.create"}
          onPress={make}
        />
        <span class="dv-s dv-3 dv-grow">
          {kept
            ? `There is no link now. ${counted(kept, "person", "people")} on the list will open the next one.`
            : "There is no link now."}
        </span>
      </div>
      {sheet.openings.length > 0 && <Openings openings={sheet.openings} />}
    </>
  );
}

function Linked(props: { sheet: Sheet; sharing: Sharing; say: Say; onPublic: () => void }) {
  const { sheet, sharing, say } = props;
  const isPublic = sheet.mode === "public";
  const choose = (mode: ShareMode) => {
    if (mode === sheet.mode) return;
    if (mode === "public") props.onPublic();
    else void sharing.act("sharing.set_mode", { mode });
  };
  return (
    <>
      <WhoField
        sheet={sheet}
        value={sheet.mode as ShareMode}
        isBusy={sharing.running === "sharing.set_mode"}
        onChange={choose}
      />
      {isPublic ? (
        sheet.people.length > 0 && (
          <p class="dv-s dv-3">
            {counted(sheet.people.length, "person", "people")} you added stay on the list for when
            you switch back.
          </p>
        )
      ) : (
        <People {...{ sheet, sharing, say }} />
      )}
      <LinkField {...{ sheet, say }} />
      <TermsFields {...{ sheet, sharing }} />
      <Openings openings={sheet.openings} />
    </>
  );
}

export function Body(props: { sharing: Sharing; say: Say; onPublic: () => void }) {
  const { sharing } = props;
  const { sheet, error } = sharing;
  const root = useRef<HTMLDivElement>(null);
  const keep = useKeptFocus(root);
  const mode = sheet?.mode;
  // A sentence about the last deed is no longer true of the next state.
  useEffect(() => sharing.setTrouble(""), [mode]);
  if (!sheet) {
    if (error)
      return (
        <Banner
          isInset
          tone="bad"
          text={sentence(error)}
          action={{ label: "Try again", onPress: () => void sharing.look() }}
        />
      );
    return (
      <div aria-busy="true" class="dv-stack">
        <span class="dv-vh">Loading how it is shared</span>
        {[300, 220, 260].map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
    );
  }
  if (sheet.refusal && !sheet.mode)
    return <EmptyState icon="lock" title="It can’t be shared" text={sheet.refusal} />;
  return (
    <div class="dv-sharing" ref={root} onFocusIn={keep}>
      {(sharing.trouble || error) && (
        <Banner isInset tone="bad" text={sharing.trouble || sentence(error)} />
      )}
      {sheet.refusal && <Banner isInset tone="warn" text={sheet.refusal} />}
      {sheet.mode ? <Linked {...props} sheet={sheet} /> : <NoLink {...props} sheet={sheet} />}
    </div>
  );
}
