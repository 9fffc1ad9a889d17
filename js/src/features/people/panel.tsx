// People and projects: who may do what where, and what was done.

import { useEffect, useReducer } from "preact/hooks";
import type { Me } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import {
  Banner,
  EmptyState,
  IconButton,
  Skeleton,
  Tabs,
  useAsk,
  usePort,
  useToasts,
  useTrait,
} from "../../ui";
import { Audit } from "./audit";
import { People } from "./people";
import { Project } from "./project";
import { Projects } from "./projects";

export interface PeoplePanelProps {
  /** Back to what it was opened from. */
  onClose?: () => void;
  onDataset?: (datasetId: string) => void;
}

function tabsOf(me: Me, count: number | undefined) {
  return [
    { id: "projects", label: "Projects", count },
    ...(me.may_see_people ? [{ id: "people", label: "People" }] : []),
    ...(me.may_see_audit ? [{ id: "audit", label: "Audit trail" }] : []),
  ];
}

export function PeoplePanel(props: PeoplePanelProps) {
  const port = usePort();
  const [tab, setTab] = useTrait<string>("tab");
  const [projectId, setProjectId] = useTrait<string>("project_id");
  const [revision, changed] = useReducer((n: number, _: unknown) => n + 1, 0);
  const me = useAsk("people.me", {}, []);
  const cards = useAsk("projects.cards", {}, [revision]);
  const { say, view: toasts } = useToasts();
  useEffect(
    () => port.onNews(({ news }) => news === "datasets.changed" && changed(undefined)),
    [port],
  );
  if (!port.isAlive)
    return (
      <EmptyState
        icon="offline"
        title="People and projects"
        text="This is a saved copy: no kernel is behind it. Open the notebook and run the cell."
      />
    );
  const error = me.error ?? cards.error;
  const tabs = me.data && cards.data ? tabsOf(me.data, cards.data.projects.length) : [];
  const shown = tabs.some(({ id }) => id === tab) ? tab : "projects";
  const again = () => {
    me.reload();
    cards.reload();
  };
  return (
    <div class="dv-people-panel">
      <header class="dv-people-head">
        <div class="dv-row">
          {props.onClose && <IconButton icon="left" label="Data Vault" onPress={props.onClose} />}
          <h1 class="dv-h1">People and projects</h1>
          <span class="dv-grow" />
          {me.data && (
            <span class="dv-s dv-2">
              You are <b class="dv-m">{me.data.name}</b>
              {me.data.role ? `, ${me.data.role}` : ""}
            </span>
          )}
        </div>
      </header>
      {error && (
        <Banner tone="bad" text={sentence(error)} action={{ label: "Retry", onPress: again }} />
      )}
      {!error && tabs.length === 0 && <Skeleton width={320} />}
      {me.data && cards.data && (
        <>
          <Tabs label="People and projects" tabs={tabs} chosen={shown} onChoose={setTab} />
          <div role="tabpanel" aria-label={tabs.find(({ id }) => id === shown)?.label}>
            {shown === "people" && <People me={me.data} onMe={again} say={say} />}
            {shown === "audit" && <Audit />}
            {shown === "projects" && !projectId && (
              <Projects cards={cards.data} onOpen={setProjectId} onChanged={() => changed(0)} />
            )}
            {shown === "projects" && projectId && (
              <Project
                id={projectId}
                projects={cards.data.projects}
                revision={revision}
                onBack={() => setProjectId("")}
                onDataset={props.onDataset}
                onChanged={() => changed(0)}
                say={say}
              />
            )}
          </div>
        </>
      )}
      {toasts}
    </div>
  );
}
