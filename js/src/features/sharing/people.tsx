// Who is on the list: added by names and addresses, taken off, given a link of their own.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  ago,
  Banner,
  Button,
  exact,
  Field,
  Icon,
  IconButton,
  initials,
  TextInput,
  WithTip,
} from "../../ui";
import { Address, baseOf, copied, type Say } from "./link";
import type { Sharing } from "./sheet";
import type { Added, BadShareEntry, Personal, SharePerson, Sheet } from "./types";
import { listed, personWord, urlOf } from "./words";

/** Adding: whoever is a member is on the list at once, others wait for a second press. */
function useAdding(sharing: Sharing) {
  const [text, setText] = useState("");
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [bad, setBad] = useState<readonly BadShareEntry[]>([]);
  const [said, setSaid] = useState("");
  const hear = ({ added, waiting: more, bad: wrong }: Added) => {
    setWaiting((old) => [...new Set([...old, ...more])].filter((each) => !added.includes(each)));
    setSaid(added.length ? `${listed(added)} can open it` : "");
    return wrong;
  };
  const add = async () => {
    if (!text.trim()) return;
    const done = await sharing.act("sharing.add", { text, outsiders: [] });
    if (!done) return;
    const wrong = hear(done);
    setBad(wrong);
    // What was wrong stays in the field, to be written anew.
    setText(wrong.map((each) => each.entry).join(", "));
  };
  const leave = (entry: string) => setWaiting((old) => old.filter((each) => each !== entry));
  const confirm = async (entry: string) => {
    const done = await sharing.act("sharing.add", { text: entry, outsiders: [entry] });
    if (!done) return;
    const wrong = hear(done);
    // The field may still hold what was wrong before.
    if (wrong.length) setBad(wrong);
    leave(entry);
  };
  return { text, setText, waiting, bad, said, add, confirm, leave };
}

function Waiting(props: {
  entry: string;
  can: string;
  isBusy: boolean;
  onAdd: () => void;
  onLeave: () => void;
}) {
  const { entry } = props;
  return (
    <li class="dv-sharing-ask">
      <Icon name="warn" />
      <div class="dv-grow">
        <span class="dv-m">{entry}</span>
        <p class="dv-s dv-2">Not a member. Could {props.can} this dataset, nothing else.</p>
      </div>
      <IconButton size="s" icon="close" label={`Do not add ${entry}`} onPress={props.onLeave} />
      <Button size="s" label="Add anyway" isBusy={props.isBusy} onPress={props.onAdd} />
    </li>
  );
}

/** A link of one's own, as it is shown this once. */
function Once(props: { name: string; url: string; say: Say; onClose: () => void }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { name, url } = props;
  useLayoutEffect(() => button.current?.focus(), [url]);
  return (
    <li class="dv-sharing-once">
      <div class="dv-row">
        <Address isSmall id={id} label={`The link of ${name}`} url={url} />
        <Button
          icon="copy"
          label="Copy"
          elementRef={button}
          onPress={() => void copied(url, `link of ${name}`, id, props.say)}
        />
        <IconButton size="s" icon="close" label="Hide this link" onPress={props.onClose} />
      </div>
      <p class="dv-hint">
        It opens without signing in, for whoever has it. It is shown only now: copy it, then hide
        it.
      </p>
    </li>
  );
}

function PersonRow(props: {
  person: SharePerson;
  isBusy: boolean;
  onPersonal: () => void;
  onRemove: () => void;
}) {
  const { person } = props;
  const name = personWord(person);
  const word = person.opened_at ? (
    <WithTip text={exact(person.opened_at)}>opened {ago(person.opened_at).toLowerCase()}</WithTip>
  ) : (
    "can open it"
  );
  return (
    <li class="dv-sharing-person">
      <span class="dv-ava" aria-hidden="true">
        {initials(name)}
      </span>
      <span class="dv-cut dv-grow" title={`${name} ${person.email}`}>
        {name} {person.email !== name && <span class="dv-3">{person.email}</span>}
      </span>
      {!person.is_member && <span class="dv-tag">not a member</span>}
      <span class="dv-s dv-3 dv-sharing-word">{word}</span>
      <IconButton
        size="s"
        icon="share"
        label={`A link of their own for ${name}`}
        tip={person.has_personal ? "Make another link of their own" : "Make a link of their own"}
        onPress={props.onPersonal}
      />
      <IconButton
        size="s"
        icon="close"
        label={`Remove ${name}`}
        reason={props.isBusy ? "One moment" : undefined}
        onPress={props.onRemove}
      />
    </li>
  );
}

/** Asks once more before a link that somebody has stops working. */
function Replacing(props: { name: string; onMake: () => void; onLeave: () => void }) {
  const line = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => line.current?.querySelector("button")?.focus(), []);
  return (
    <li class="dv-sharing-ask" ref={line}>
      <Icon name="warn" />
      <div class="dv-grow">
        <span class="dv-m">{props.name} has a link already</span>
        <p class="dv-s dv-2">It stops working when another is made.</p>
      </div>
      <IconButton size="s" icon="close" label="Keep the old link" onPress={props.onLeave} />
      <Button size="s" label="Make another" onPress={props.onMake} />
    </li>
  );
}

function usePersonal(sharing: Sharing) {
  const [asked, setAsked] = useState("");
  const [shown, setShown] = useState<Personal | null>(null);
  const make = async (id: string) => {
    setAsked("");
    const done = await sharing.act("sharing.personal", { person: id });
    if (done) setShown(done);
  };
  const press = (person: SharePerson) =>
    person.has_personal ? setAsked(person.id) : void make(person.id);
  return { asked, setAsked, shown, setShown, make, press };
}

/** One of the list, and beneath it what is asked or shown about the link of their own. */
function Listed(props: {
  person: SharePerson;
  personal: ReturnType<typeof usePersonal>;
  isBusy: boolean;
  base: string;
  say: Say;
  onRemove: () => void;
}) {
  const { person, personal } = props;
  const { id } = person;
  const name = personWord(person);
  const shown = personal.shown?.person;
  return (
    <>
      <PersonRow {...props} onPersonal={() => personal.press(person)} />
      {personal.asked === id && (
        <Replacing
          name={name}
          onMake={() => void personal.make(id)}
          onLeave={() => personal.setAsked("")}
        />
      )}
      {personal.shown && (shown === id || shown === person.email) && (
        <Once
          name={name}
          url={urlOf(personal.shown.path, props.base)}
          say={props.say}
          onClose={() => personal.setShown(null)}
        />
      )}
    </>
  );
}

type Adding = ReturnType<typeof useAdding>;

function AddField({ adding, isBusy }: { adding: Adding; isBusy: boolean }) {
  const wrong = adding.bad.map(({ entry, problem }) => (
    <span key={entry} class="dv-sharing-bad">
      {problem.includes(entry) ? problem : `${entry}: ${problem}`}
    </span>
  ));
  return (
    <Field label="Add people" hint={wrong.length ? wrong : undefined} isWrong={wrong.length > 0}>
      <div class="dv-row">
        <TextInput
          class="dv-grow"
          size="l"
          label="Add people"
          placeholder="Names or e-mail addresses, comma between"
          value={adding.text}
          onInput={adding.setText}
          onEnter={() => void adding.add()}
        />
        <Button
          size="l"
          label="Add"
          isBusy={isBusy}
          reason={adding.text.trim() ? undefined : "Write whom to add"}
          onPress={() => void adding.add()}
        />
      </div>
    </Field>
  );
}

export function People({ sheet, sharing, say }: { sheet: Sheet; sharing: Sharing; say: Say }) {
  const adding = useAdding(sharing);
  const personal = usePersonal(sharing);
  const isAdding = sharing.running === "sharing.add";
  return (
    <div class="dv-stack">
      <AddField adding={adding} isBusy={isAdding && adding.text !== ""} />
      {sheet.people.length + adding.waiting.length > 0 && (
        <ul class="dv-sharing-people" aria-label="People who can open it">
          {sheet.people.map((person) => (
            <Listed
              key={person.id}
              {...{ person, personal, say }}
              base={baseOf(sheet)}
              isBusy={sharing.running === "sharing.remove"}
              onRemove={() => void sharing.act("sharing.remove", { person: person.id })}
            />
          ))}
          {adding.waiting.map((entry) => (
            <Waiting
              key={entry}
              entry={entry}
              can={sheet.can_export ? "read and export" : "read"}
              isBusy={isAdding}
              onAdd={() => void adding.confirm(entry)}
              onLeave={() => adding.leave(entry)}
            />
          ))}
        </ul>
      )}
      {sheet.notice && <Banner isInset tone="warn" text={sheet.notice} />}
      <span class="dv-vh" role="status">
        {adding.said}
      </span>
    </div>
  );
}
