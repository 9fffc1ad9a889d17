// What the panel for new tasks knows, and what it has been told since.

import { useState } from "preact/hooks";
import type { SeedArgs, SeedLook, SeedOutcome } from "../../../protocol/operations";
import { useAsk, useEvent, usePort, useTrait } from "../../../ui";
import type { Asked } from "../../../ui/asking";
import { useTried } from "../../../ui/tried";

export interface Choice {
  mapping: Record<string, string> | null;
  key: string | null;
}

const NOTHING: Choice = { mapping: null, key: null };

export interface Seeding {
  look: Asked<SeedLook>;
  kind: string;
  source: string;
  isAdding: boolean;
  trouble: string;
  outcome: SeedOutcome | undefined;
  turnTo: (kind: string, source: string) => void;
  match: (field: string, column: string) => void;
  identify: (key: string) => void;
  add: () => Promise<void>;
  dismiss: () => void;
}

/** Adding, and what came of it. */
function useAdding() {
  const port = usePort();
  const [addedCount, setAddedCount] = useTrait<number>("added_count");
  const { isBusy: isAdding, trouble, setTrouble, tried } = useTried();
  const [outcome, setOutcome] = useState<SeedOutcome>();
  const add = (args: SeedArgs) =>
    tried(async () => {
      const { data } = await port.ask("pipelines.seed_add", args);
      setOutcome(data);
      setAddedCount((addedCount ?? 0) + data.added_count);
    });
  const begin = () => {
    setOutcome(undefined);
    setTrouble("");
  };
  return { add, begin, isAdding, trouble, outcome, dismiss: () => setTrouble("") };
}

/** Rows to be matched; what was chosen for one source holds for that source. */
export function useSeeding(): Seeding {
  const [pipelineId] = useTrait<string>("pipeline_id");
  const [kind, setKind] = useTrait<string>("source_kind");
  const [source, setSource] = useTrait<string>("source");
  const [asked] = useTrait<Choice["mapping"]>("_mapping");
  const [askedKey] = useTrait<Choice["key"]>("_key");
  const [choice, choose] = useState<Choice>({ mapping: asked ?? null, key: askedKey ?? null });
  const { add, begin, ...adding } = useAdding();
  const whole = { pipeline_id: pipelineId, source: { kind, value: source }, ...choice };
  const args: SeedArgs | null = kind && !adding.outcome ? whole : null;
  const look = useAsk("pipelines.seed_look", args, [JSON.stringify(args)]);
  const present = (): Choice => ({
    mapping: choice.mapping ?? look.data?.mapping ?? null,
    key: choice.key ?? look.data?.key ?? null,
  });
  return {
    ...adding,
    look,
    kind,
    source,
    turnTo: (newKind, newSource) => {
      choose(NOTHING);
      begin();
      setKind(newKind);
      setSource(newSource);
    },
    match: (field, column) => {
      const { mapping, key } = present();
      choose({ mapping: { ...mapping, [field]: column }, key });
    },
    identify: (key) => choose({ ...present(), key }),
    add: useEvent(async () => {
      if (!adding.isAdding) await add({ ...whole, ...present() });
    }),
  };
}
