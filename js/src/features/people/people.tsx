// Everybody the vault knows, and their roles.

import { useState } from "preact/hooks";
import type { ListedPerson, Me } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Banner, Button, Select, Skeleton, Tag, type Toast, useAsk, usePort } from "../../ui";
import { useTried } from "../../ui/tried";
import { InviteDialog } from "./invite";
import { givable, MEANS, ORG_ROLES } from "./roles";

function Line(props: {
  person: ListedPerson;
  me: Me;
  onRole: (person: ListedPerson, role: string) => void;
}) {
  const { person, me } = props;
  const isAdmin = person.role === "sys_admin";
  const roles = [...givable(me.may_make_admins), { value: "", label: "No role" }];
  return (
    <tr>
      <th scope="row" class="dv-cut">
        {person.name}
        {person.identity !== person.name && <small class="dv-3"> {person.identity}</small>}
        {person.identity === me.identity && <small class="dv-3"> you</small>}
      </th>
      <td title={MEANS[person.role]}>
        <Select
          isHidingLabel
          size="s"
          label={`Role of ${person.identity}`}
          value={person.role}
          options={roles}
          isOff={!me.may_edit_people || (isAdmin && !me.may_make_admins)}
          onChange={(role) => props.onRole(person, role)}
        />
      </td>
      <td class="is-extra">
        <span class="dv-row dv-row-4 dv-wrap">
          {person.projects.map(({ project, role }) => (
            <Tag key={project} label={`${project}, ${role.toLowerCase()}`} />
          ))}
        </span>
      </td>
    </tr>
  );
}

const labelOf = (role: string): string =>
  ORG_ROLES.find(({ value }) => value === role)?.label ?? "without a role";

export function People(props: { me: Me; onMe: () => void; say: (toast: Toast) => void }) {
  const { me, say } = props;
  const port = usePort();
  const { data, error, reload } = useAsk("people.list", {}, []);
  const [isAdding, setAdding] = useState(false);
  const { trouble, tried } = useTried();
  const put = async (identity: string, role: string) => {
    await port.ask("people.set_role", { identity, role });
    reload();
    // One's own rights may be others now.
    if (identity === me.identity) props.onMe();
  };
  const change = ({ identity, role: before }: ListedPerson, role: string) =>
    void tried(async () => {
      await put(identity, role);
      say({
        text: `${identity} is ${labelOf(role)} now`,
        action: { label: "Undo", onPress: () => void tried(() => put(identity, before)) },
      });
    });
  const invite = async (people: string, role: string) => {
    const { data: told } = await port.ask("people.invite", { people, role });
    reload();
    return told;
  };
  return (
    <>
      <div class="dv-bar">
        <span class="dv-s dv-3 dv-grow">
          In a kernel these roles guide; who owns the kernel owns its files.
        </span>
        <Button
          size="s"
          icon="plus"
          label="Add people"
          reason={me.may_edit_people ? undefined : "Only admins of the vault give roles"}
          onPress={() => setAdding(true)}
        />
      </div>
      {trouble && <Banner tone="bad" text={trouble} />}
      {error && (
        <Banner tone="bad" text={sentence(error)} action={{ label: "Retry", onPress: reload }} />
      )}
      {!data && !error && <Skeleton width={320} />}
      {data && (
        <table class="dv-table dv-people" aria-label="People">
          <thead>
            <tr>
              <th>Person</th>
              <th>Role</th>
              <th class="is-extra">Projects</th>
            </tr>
          </thead>
          <tbody>
            {data.people.map((each) => (
              <Line key={each.id} person={each} me={me} onRole={change} />
            ))}
          </tbody>
        </table>
      )}
      {isAdding && (
        <InviteDialog
          title="Add people to the vault"
          roles={givable(me.may_make_admins)}
          invite={invite}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
