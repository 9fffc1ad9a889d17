// The records of the wire, until they are generated; the names are those of the contract.

export type ShareMode = "restricted" | "public";

export interface SharedColumn {
  name: string;
  is_hidden: boolean;
}

export interface SharePerson {
  id: string;
  name: string;
  email: string;
  is_member: boolean;
  opened_at: string | null;
  has_personal: boolean;
}

export interface ShareOpening {
  who: string;
  link: "restricted" | "public" | "personal";
  at: string;
  count: number;
}

export interface Sheet {
  dataset_id: string;
  dataset_name: string;
  refusal: string;
  mode: "" | ShareMode;
  path: string;
  ends_at: string | null;
  can_export: boolean;
  columns: SharedColumn[];
  people: SharePerson[];
  openings: ShareOpening[];
  created_by: string;
  created_at: string | null;
  row_count: number;
  contributor_count: number;
  is_public_possible: boolean;
  server_url: string;
  mailer: string;
  notice: string;
}

export interface BadEntry {
  entry: string;
  problem: string;
}

export interface Added {
  sheet: Sheet;
  added: string[];
  waiting: string[];
  bad: BadEntry[];
}

export interface Personal {
  sheet: Sheet;
  person: string;
  path: string;
}

/** What a share says to whoever opens it. */
export interface SharedFacts {
  dataset_id: string;
  title: string;
  description: string;
  state: "collecting" | "draft" | "complete" | "orphaned";
  status: string;
  shared_by: string;
  row_count: number;
  column_count: number;
  column_classes: { word: string; count: number }[];
  updated_at: string;
  ends_at: string | null;
  can_export: boolean;
  chart_count: number;
}
