// The records of a share, by the names this feature has for them.

import type { AddedToShare, PersonalLink, ShareTermsArgs, Sheet } from "../../protocol/operations";

export type {
  BadShareEntry,
  ShareOpening,
  SharePerson,
  Sheet,
} from "../../protocol/operations";
export type Added = AddedToShare;
export type Personal = PersonalLink;
export type ShareMode = "restricted" | "public";
/** What is set of a share as one record. */
export type Terms = Omit<ShareTermsArgs, "dataset_id">;

/** An operation that changes a share, and what it answers. */
export type Deed =
  | "sharing.add"
  | "sharing.change"
  | "sharing.create"
  | "sharing.personal"
  | "sharing.remove"
  | "sharing.revoke"
  | "sharing.set_mode";

export const sheetOf = (made: Sheet | Added | Personal): Sheet =>
  "sheet" in made ? made.sheet : made;
