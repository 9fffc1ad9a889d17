// Who works in a project.

import { useState } from "preact/hooks";
import type { MemberLine, ProjectCard, ProjectInside } from "../../protocol/operations";
import { Banner, Button, count, IconButton, Select, type Toast, usePort } from "../../ui";
import { useTried } from "../../ui/tried";
import { InviteDialog } from "./invite";
import { MEANS, PROJECT_ROLES } from "./roles";

function MemberTable(props: {
  project: ProjectCard;
  members: readonly MemberLine[];
  reason: string | undefined;
  onRole: (member: MemberLine, role: string) => void;
}) {
  if (props.members.length === 0)
    return <p class="dv-none">Nobody yet: only admins of the vault see this project.</p>;
  return (
    <table class="dv-table dv-people" aria-label="Members">
      <tbody>
        {props.members.map((each) => (
          <tr key={each.identity}>
            <th scope="row" class="dv-cut">
              {each.identity}
            </th>
            <td title={MEANS[each.role]}>
              <Select
                isHidingLabel
                size="s"
                label={`Role of ${each.identity}`}
                value={each.role}
                options={PROJECT_ROLES}
                isOff={!props.project.may_edit}
                onChange={(role) => props.onRole(each, role)}
              />
            </td>
            <td class="is-deed">
              <IconButton
                size="s"
                icon="close"
                label={`Take ${each.identity} out`}
                reason={props.reason}
                onPress={() => props.onRole(each, "")}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Members(props: {
  inside: ProjectInside;
  onChanged: () => void;
  say: (toast: Toast) => void;
}) {
  const { project, members } = props.inside;
  const port = usePort();
  const [isAdding, setAdding] = useState(false);
  const { trouble, tried } = useTried();
  const put = async (identity: string, role: string) => {
    await port.ask("projects.set_member", { project_id: project.id, identity, role });
    props.onChanged();
  };
  const change = ({ identity, role: before }: MemberLine, role: string) =>
    tried(async () => {
      await put(identity, role);
      props.say({
        text: role ? `${identity} is ${role} now` : `${identity} is out of ${project.name}`,
        action: { label: "Undo", onPress: () => void tried(() => put(identity, before)) },
      });
    });
  const invite = async (people: string, role: string) => {
    const { data } = await port.ask("projects.invite", { project_id: project.id, people, role });
    props.onChanged();
    return data;
  };
  const reason = project.may_edit ? undefined : "Only owners change the members";
  return (
    <section class="dv-card" aria-label="Members">
      <header>
        <h3>Members</h3>
        <span class="dv-3">{count(members.length)}</span>
        <span class="dv-grow" />
        <Button
          size="s"
          kind="quiet"
          icon="plus"
          label="Add people"
          reason={reason}
          onPress={() => setAdding(true)}
        />
      </header>
      {trouble && <Banner isInset tone="bad" text={trouble} />}
      <MemberTable {...{ project, members, reason }} onRole={(...args) => void change(...args)} />
      {isAdding && (
        <InviteDialog
          title={`Add people to ${project.name}`}
          roles={PROJECT_ROLES}
          invite={invite}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}
