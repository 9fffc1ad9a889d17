// Who this kernel is on the Hub, and how to become somebody there.

import { useState } from "preact/hooks";
import type { HubAccount } from "../../protocol/operations";
import { Banner, Button, Popover } from "../../ui";
import { CopyButton } from "./copying";
import { sentence } from "./problems";
import { safeUrl } from "./words";

const PUBLIC = "https://huggingface.co";
const IN_A_CELL = "import huggingface_hub; huggingface_hub.notebook_login()";
const IN_A_TERMINAL = "hf auth login";

const Line = ({ code, label }: { code: string; label: string }) => (
  <div class="dv-hub-code">
    <code>{code}</code>
    <CopyButton text={code} label={label} />
  </div>
);

/** The steps; the panel itself never takes a token. */
export function SignIn(props: {
  anchor: HTMLElement;
  endpoint: string;
  onAgain: () => void;
  onClose: () => void;
}) {
  const page = `${props.endpoint || PUBLIC}/settings/tokens`;
  const link = safeUrl(page);
  return (
    <Popover anchor={props.anchor} label="How to sign in" width={372} onClose={props.onClose}>
      <div class="dv-hub-steps">
        <h2 class="dv-h2">Sign in to the Hub</h2>
        <ol>
          <li>
            Make a token that may read, at{" "}
            {link ? (
              <a href={link} target="_blank" rel="noopener noreferrer">
                {page.replace(/^https?:\/\//, "")}
              </a>
            ) : (
              page
            )}
            .
          </li>
          <li>
            Hand it to the Hub's own login, in a cell
            <Line code={IN_A_CELL} label="Copy the cell" />
            or in a terminal of the kernel's machine
            <Line code={IN_A_TERMINAL} label="Copy the command" />
          </li>
        </ol>
        <p class="dv-s dv-3">The token stays where that login keeps it. The vault never has it.</p>
        <div class="dv-row">
          <Button
            label="I have signed in"
            icon="refresh"
            onPress={() => {
              props.onClose();
              props.onAgain();
            }}
          />
        </div>
      </div>
    </Popover>
  );
}

const hostOf = (endpoint: string) => endpoint.replace(/^https?:\/\//, "");

/** One line in the head; where nobody is signed in, the way to it. */
export function Account(props: { account: HubAccount | undefined; onAgain: () => void }) {
  const { account } = props;
  const [anchor, open] = useState<HTMLElement | null>(null);
  if (!account) return null;
  const { name, has_token: hasToken, is_offline: isOffline, endpoint } = account;
  const where = endpoint === PUBLIC ? "" : ` at ${hostOf(endpoint)}`;
  const isUnknown = !name && hasToken;
  const who = name ? `Signed in as ${name}` : isUnknown ? "Signed in" : "Not signed in";
  return (
    <>
      <span class="dv-s dv-3 dv-cut">
        {isOffline ? "Network switched off" : who}
        {where}
      </span>
      {!hasToken && !isOffline && (
        <Button
          size="s"
          kind="quiet"
          label="How to sign in"
          popup="dialog"
          isOpen={anchor !== null}
          onPress={(event) => open(anchor ? null : (event.currentTarget as HTMLElement))}
        />
      )}
      {anchor && (
        <SignIn
          anchor={anchor}
          endpoint={endpoint}
          onAgain={props.onAgain}
          onClose={() => open(null)}
        />
      )}
    </>
  );
}

/** A token that is no good is told before anything fails by it. */
export function AccountBanner(props: { account: HubAccount | undefined; onAgain: () => void }) {
  const { account } = props;
  const [anchor, open] = useState<HTMLElement | null>(null);
  if (account?.problem?.code !== "hub_bad_token") return null;
  return (
    <>
      <Banner
        tone="warn"
        text={sentence(account.problem)}
        action={{
          label: "How to sign in",
          popup: "dialog",
          isOpen: anchor !== null,
          onPress: (event) => open(event.currentTarget as HTMLElement),
        }}
      />
      {anchor && (
        <SignIn
          anchor={anchor}
          endpoint={account.endpoint}
          onAgain={props.onAgain}
          onClose={() => open(null)}
        />
      )}
    </>
  );
}
