// A list of people who are to get a role; what became of each stays on screen.

import { useState } from "preact/hooks";
import type { InvitedPeople, InvitedPerson } from "../../protocol/operations";
import {
  Banner,
  counted,
  Dialog,
  Field,
  Icon,
  Select,
  type SelectOption,
  TextArea,
} from "../../ui";
import { useTried } from "../../ui/tried";
import { MEANS } from "./roles";

const GLYPHS = { added: "check", known: "info", refused: "error" } as const;

/** "ana has a role already: Contributor", and so on. */
function fate({ name, outcome, role, reason }: InvitedPerson): string {
  if (outcome === "added") return `${name} is ${role} now.`;
  if (outcome === "known") return `${name} stays ${role}, as before.`;
  return `${name}: ${reason}`;
}

function Fates({ told }: { told: InvitedPeople }) {
  return (
    <ul class="dv-fates" aria-label="What became of each">
      {told.people.map((each) => (
        <li key={each.name} class="dv-row" data-outcome={each.outcome}>
          <Icon name={GLYPHS[each.outcome]} small />
          <span>{fate(each)}</span>
        </li>
      ))}
    </ul>
  );
}

export function InviteDialog(props: {
  title: string;
  roles: readonly SelectOption<string>[];
  invite: (people: string, role: string) => Promise<InvitedPeople>;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [role, setRole] = useState(props.roles[0]?.value ?? "");
  const [told, setTold] = useState<InvitedPeople | null>(null);
  const { isBusy, trouble, tried } = useTried();
  const add = () =>
    tried(async () => {
      const outcome = await props.invite(text, role);
      setTold(outcome);
      // Whoever was refused stays in the field, to be written anew.
      const refused = outcome.people.filter((each) => each.outcome === "refused");
      setText(refused.map((each) => each.name).join("\n"));
    });
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={[
        { label: told ? "Close" : "Cancel", onPress: props.onClose },
        {
          label: "Add",
          kind: "primary",
          isBusy,
          reason: text.trim() ? undefined : "Write whom to add",
          onPress: () => void add(),
        },
      ]}
    >
      <Field
        label="People"
        hint="The names Jupyter knows them by. Commas, spaces or new lines between them."
      >
        <TextArea label="People" value={text} onInput={setText} rows={3} />
      </Field>
      <Field label="Role" hint={MEANS[role]}>
        <Select label="Role" value={role} options={props.roles} onChange={setRole} />
      </Field>
      {told && (
        <div role="status">
          {told.people.length > 0 ? (
            <Fates told={told} />
          ) : (
            <Banner isInset tone="warn" text="There was no name in the list." />
          )}
          <span class="dv-vh">{counted(told.people.length, "name")} looked at</span>
        </div>
      )}
      {trouble && <Banner isInset tone="bad" text={trouble} />}
    </Dialog>
  );
}
