// The head of the builder: what is built, which view of it, and what is rarely done.

import { useRef, useState } from "preact/hooks";
import {
  Badge,
  type BadgeState,
  capital,
  Dialog,
  Field,
  IconButton,
  Menu,
  type MenuEntry,
  Radio,
  TextInput,
  type Toast,
} from "../../../ui";
import type { BuilderSession, Building, View } from "./session";

const BADGES: Record<string, BadgeState> = {
  draft: "draft",
  active: "collecting",
  paused: "progress",
  completed: "complete",
  archived: "archived",
};

function TemplateDialog(props: {
  name: string;
  known: readonly string[];
  onSave: (name: string) => Promise<string>;
  onClose: () => void;
}) {
  const [name, setName] = useState(props.name);
  const [trouble, setTrouble] = useState("");
  const isKnown = props.known.includes(name.trim());
  const save = () => void props.onSave(name.trim()).then(setTrouble);
  const hint = trouble || (isKnown ? "This replaces the template of that name." : undefined);
  return (
    <Dialog
      title="Save as a template"
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        {
          label: "Save the template",
          kind: "primary",
          reason: name.trim() ? undefined : "It needs a name",
          onPress: save,
        },
      ]}
    >
      <p class="dv-2">Others can begin with it. Who is named at its steps is left out.</p>
      <Field label="Name" hint={hint} isWrong={trouble !== ""}>
        <TextInput label="Name" value={name} onInput={setName} autoFocus />
      </Field>
    </Dialog>
  );
}

function entriesOf(
  now: Building,
  session: BuilderSession,
  say: (toast: Toast) => void,
  openTemplate: () => void,
): MenuEntry[] {
  const { state, isChanged } = now;
  const begin = (name: string) => {
    const { sheet, text, source } = session.now;
    void session.begin(name).then(() => {
      const undo = () => session.restore({ sheet, text, source, isChanged });
      say({ text: `Begun with ${name}`, action: { label: "Undo", onPress: undo } });
    });
  };
  const discard = () => {
    const before = session.discard();
    const undo = () => session.restore(before);
    say({ text: "Changes discarded", action: { label: "Undo", onPress: undo } });
  };
  const templates = state?.templates ?? [];
  return [
    {
      label: "Begin with a template",
      icon: "copy",
      reason: templates.length === 0 ? "There is none yet" : undefined,
      entries: templates.map((name) => ({ label: name, onPress: () => begin(name) })),
    },
    {
      label: "Save as a template",
      icon: "save",
      reason: isChanged || !state?.pipeline_id ? "Save the draft first" : undefined,
      onPress: openTemplate,
    },
    "line",
    {
      label: "Discard the changes",
      icon: "trash",
      isDanger: true,
      reason: isChanged ? undefined : "There are none",
      onPress: discard,
    },
  ];
}

function More(props: { session: BuilderSession; now: Building; say: (toast: Toast) => void }) {
  const { session, now, say } = props;
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, open] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const save = async (name: string) => {
    const trouble = await session.saveTemplate(name);
    if (trouble) return trouble;
    setSaving(false);
    say({ text: `Saved as the template ${name}` });
    return "";
  };
  return (
    <>
      <IconButton
        icon="more"
        label="More"
        popup="menu"
        isOpen={isOpen}
        elementRef={button}
        onPress={() => open(!isOpen)}
      />
      {isOpen && button.current && (
        <Menu
          label="More"
          anchor={button.current}
          entries={entriesOf(now, session, say, () => setSaving(true))}
          onClose={() => open(false)}
        />
      )}
      {isSaving && (
        <TemplateDialog
          name={now.sheet?.name ?? ""}
          known={now.state?.templates ?? []}
          onSave={save}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

export function Head(props: {
  session: BuilderSession;
  now: Building;
  say: (toast: Toast) => void;
}) {
  const { session, now, say } = props;
  const { state, sheet } = now;
  const isDrawn = sheet !== undefined && (now.source === "form" || now.problems.length === 0);
  const name = sheet?.name.trim() || state?.name || "New pipeline";
  return (
    <header class="dv-head dv-build-head">
      <div class="dv-grow dv-row dv-wrap">
        <h2 class="dv-h1 dv-cut">{name}</h2>
        {state?.pipeline_id && (
          <Badge state={BADGES[state.status] ?? "draft"} word={capital(state.status)} />
        )}
        {state?.project && state.pipeline_id && <span class="dv-s dv-3">{state.project}</span>}
      </div>
      <Radio<View>
        isSegmented
        label="Written as"
        value={now.view}
        options={[
          { value: "form", label: "Form", isOff: !isDrawn },
          { value: "yaml", label: "YAML" },
        ]}
        onChange={(view) => session.turn(view)}
      />
      <More session={session} now={now} say={say} />
    </header>
  );
}
