// The roles people hold, as they are shown and chosen.

import type { SelectOption } from "../../ui";

export const ORG_ROLES: readonly SelectOption<string>[] = [
  { value: "contributor", label: "Contributor" },
  { value: "project_admin", label: "Project admin" },
  { value: "org_admin", label: "Org admin" },
  { value: "sys_admin", label: "Sys admin" },
];

export const PROJECT_ROLES: readonly SelectOption<string>[] = [
  { value: "viewer", label: "Viewer" },
  { value: "owner", label: "Owner" },
];

/** What a role lets one do, where it is chosen. */
export const MEANS: Record<string, string> = {
  contributor: "Works on tasks only; doesn’t see the vault.",
  project_admin: "Sees the projects they are a member of: as owner or as viewer.",
  org_admin: "Sees and changes every project, people and the audit trail.",
  sys_admin: "May do everything, and makes other Sys admins.",
  viewer: "Reads and exports the datasets of this project.",
  owner: "Adds, changes and deletes datasets and pipelines of this project, and its members.",
};

/** The roles one may give; only a Sys admin makes another. */
export const givable = (mayMakeAdmins: boolean): readonly SelectOption<string>[] =>
  ORG_ROLES.map((each) =>
    each.value === "sys_admin" && !mayMakeAdmins
      ? { ...each, reason: "Only a Sys admin gives this role" }
      : each,
  );
