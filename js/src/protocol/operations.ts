// Made from the Python dataclasses by datavault_jupyter/protocol/typescript.py.

export interface ActivityArgs {
  dataset_id: string;
}

export interface ActivityFacts {
  byte_count: number;
}

export interface SectionArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
}

export interface ContentQuery {
  filter?: Filter | null;
  search?: string;
  search_columns?: string[] | null;
  sorts?: Sort[];
}

export interface Filter {
  op: Op;
  column?: string;
  values?: (string | null)[];
  parts?: Filter[];
}

export type Op =
  | "and"
  | "or"
  | "not"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "between"
  | "in"
  | "not_in"
  | "contains"
  | "not_contains"
  | "starts"
  | "ends"
  | "is_null"
  | "not_null"
  | "is_empty"
  | "not_empty"
  | "is_nan"
  | "not_nan";

export interface Sort {
  column: string;
  is_descending?: boolean;
}

export interface Mapping {
  item?: string | null;
  rater?: string | null;
  values?: string[];
  raters?: string[];
  value_name?: string;
  submitted_at?: string | null;
  seconds?: string | null;
  first?: string | null;
  second?: string | null;
  winner?: string | null;
  fields?: FieldSetting[];
  is_guessed?: boolean;
}

export interface FieldSetting {
  name: string;
  kind?: RatedKind | null;
  level?: Level | null;
  order?: string[] | null;
}

export type RatedKind =
  | "numeric"
  | "rating"
  | "boolean"
  | "select"
  | "multi_select"
  | "pairwise"
  | "ranking"
  | "text"
  | "time"
  | "list";

export type Level = "nominal" | "ordinal" | "interval" | "ratio";

export interface AgreementTable {
  fields: FieldAgreement[];
  noun: string;
  confidence: number;
}

export interface FieldAgreement {
  field: string;
  title: string;
  kind: string;
  level: string;
  metric: string;
  label: string;
  symbol: string;
  agree: number | null;
  value: number | null;
  reason: string;
  low: number | null;
  high: number | null;
  why: string;
  meaning: string;
  ground: string;
  source: string;
  remark: string;
  item_count: number;
  single_count: number;
  pair_count: number;
  fewest: number;
  most: number;
  rater_count: number;
  notes: string[];
  formula: string;
  sql: string;
}

export interface BreakdownArgs {
  dataset_id: string;
  field: string;
  by: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
}

export interface ShownBreakdown {
  breakdown: Breakdown;
  revision: string;
}

export interface Breakdown {
  field: string;
  by: string;
  measure: string;
  span: string;
  categories: string[];
  rows: GroupRow[];
  rest_count: number;
  reason: string;
  statements: Statement[];
}

export interface GroupRow {
  group: string | null;
  title: string;
  count: number;
  missing_count: number;
  value: number | null;
  low: number | null;
  high: number | null;
  shares: number[];
}

export interface Statement {
  title: string;
  text: string;
}

export interface FieldArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  field?: string;
}

export interface AgreementDetail {
  field: string;
  coefficients: Coefficient[];
  answers: AnswerAgreement[];
  without: WithoutRater[];
  sql: string;
}

export interface Coefficient {
  name: string;
  label: string;
  value: number | null;
  reason: string;
  low: number | null;
  high: number | null;
  interval: string;
  item_count: number;
  reading: string;
  note: string;
  formula: string;
  source: string;
}

export interface AnswerAgreement {
  answer: string;
  count: number;
  share: number;
  agree: number | null;
  kappa: number | null;
}

export interface WithoutRater {
  rater: string;
  count: number;
  value: number | null;
  change: number | null;
  reason: string;
}

export interface ComparisonArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  first?: string;
  second?: string;
  method?: string;
}

export interface ComparisonTable {
  pairwise: PairwiseTable[];
  rankings: RankTable[];
  columns: string[];
  reasons: string[];
}

export interface PairwiseTable {
  field: string;
  title: string;
  first: string;
  second: string;
  columns: string[];
  models: ModelScore[];
  cells: DuelCell[];
  position: PositionFacts;
  comparison_count: number;
  method: string;
  method_words: string;
  notes: string[];
  sql: string;
  formula: string;
}

export interface ModelScore {
  name: string;
  count: number;
  wins: number;
  ties: number;
  losses: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  p_value: number | null;
  strength: number | null;
  strength_low: number | null;
  strength_high: number | null;
  reason: string;
}

export interface DuelCell {
  one: number;
  other: number;
  rate: number;
  count: number;
}

export interface PositionFacts {
  first_wins: number;
  second_wins: number;
  share: number | null;
  low: number | null;
  high: number | null;
  p_value: number | null;
  sentence: string;
}

export interface RankTable {
  field: string;
  title: string;
  models: RankScore[];
  notes: string[];
  sql: string;
  formula: string;
}

export interface RankScore {
  name: string;
  count: number;
  rank: number;
  low: number | null;
  high: number | null;
  first_share: number;
  first_low: number | null;
  first_high: number | null;
}

export interface ContributorsArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  field?: string;
}

export interface ContributorTable {
  noun: string;
  main: string;
  choices: string[];
  columns: ContributorColumn[];
  rows: ContributorRow[];
  row_count: number;
  totals: ContributorTotals | null;
  starts: string[];
  metric: string;
  time: string;
  sql: string;
  reason: string;
}

export interface ContributorColumn {
  field: string;
  title: string;
  unit: string;
  mean: number | null;
  low: number | null;
  high: number | null;
}

export interface ContributorRow {
  key: string;
  name: string;
  kind: string;
  answer_count: number;
  item_count: number;
  day_count: number;
  per_day: number | null;
  per_hour: number | null;
  median_seconds: number | null;
  active_at: string | null;
  means: (number | null)[];
  counts: number[];
  trend: (number | null)[];
  answered: number[];
  kappa: number | null;
  agree: number | null;
  shared: number;
  as_resolved: number | null;
  resolved_count: number;
  passed: number | null;
  reviewed_count: number;
}

export interface ContributorTotals {
  answer_count: number;
  item_count: number;
  contributor_count: number;
  day_count: number;
  per_day: number | null;
  last_day: number;
  per_contributor: number | null;
  median_seconds: number | null;
  passed: number | null;
  rounds: number | null;
  reviewed_count: number;
}

export interface EvaluationArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
}

export interface CsvText {
  name: string;
  text: string;
}

export interface DisagreedArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  field?: string;
  limit?: number;
}

export interface Disagreements {
  field: string;
  items: DisagreedItem[];
  reason: string;
}

export interface DisagreedItem {
  item: string;
  row: number | null;
  label: string;
  disagreement: number;
  answers: SideAnswer[];
}

export interface SideAnswer {
  rater: string;
  value: string;
}

export interface GroupsArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  field?: string;
  group?: string;
}

export interface GroupTable {
  field: string;
  group: string;
  pairs: GroupPair[];
  notes: string[];
  sql: string;
}

export interface GroupPair {
  first: string;
  second: string;
  first_count: number;
  second_count: number;
  first_mean: number | null;
  second_mean: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  p_value: number | null;
  effect: number | null;
  effect_name: string;
  superiority: number | null;
  reason: string;
}

export interface MapArgs {
  dataset_id: string;
  mapping: Mapping | null;
}

export interface Evaluation {
  dataset_id: string;
  is_pipeline: boolean;
  is_live: boolean;
  noun: string;
  answer_count: number;
  item_count: number | null;
  rater_count: number | null;
  words: string;
  revision: string;
  fields: EvaluatedField[];
  groups: GroupColumn[];
  blocks: Block[];
  confidence: number;
  mapping: Mapping;
  columns: MappedColumn[];
  can_map: boolean;
}

export interface EvaluatedField {
  name: string;
  title: string;
  kind: string;
  level: string;
  words: string;
  order: string[];
  kinds: string[];
}

export interface GroupColumn {
  name: string;
  title: string;
  is_time: boolean;
}

export interface Block {
  field: string;
  title: string;
  kind: string;
  unit: string;
  count: number;
  missing_count: number;
  mean: number | null;
  median: number | null;
  sd: number | null;
  low: string | null;
  high: string | null;
  quantiles: Quantile[];
  interval_low: number | null;
  interval_high: number | null;
  interval_method: string;
  rate: number | null;
  categories: Category[];
  rest_count: number;
  bins: ValueBin[];
  options: RankedOption[];
  position: Position | null;
  is_scale: boolean;
  reason: string;
  notes: string[];
  statements: Statement[];
}

export interface Quantile {
  share: number;
  value: number;
}

export interface Category {
  value: string;
  label: string;
  count: number;
  share: number;
  low: number;
  high: number;
  is_listed: boolean;
}

export interface ValueBin {
  low: string;
  high: string;
  count: number;
}

export interface RankedOption {
  option: string;
  count: number;
  mean_rank: number;
  sd: number | null;
  first_count: number;
  first_share: number;
  low: number;
  high: number;
}

export interface Position {
  first_count: number;
  second_count: number;
  share: number;
  low: number;
  high: number;
  p_value: number;
}

export interface MappedColumn {
  name: string;
  type: string;
  kind: string;
}

export interface AgreementMatrix {
  field: string;
  label: string;
  raters: RaterName[];
  rater_count: number;
  pairs: PairAgreement[];
  sql: string;
  formula: string;
  reason: string;
}

export interface RaterName {
  key: string;
  name: string;
}

export interface PairAgreement {
  one: number;
  other: number;
  item_count: number;
  agree: number;
  kappa: number | null;
}

export interface RowsArgs {
  dataset_id: string;
  query?: ContentQuery | null;
  mapping?: Mapping | null;
  raters?: string[];
  items?: string[];
}

export interface RowsFilter {
  filter: Filter | null;
  row_count: number;
  reason: string;
}

export interface BoardChangeArgs {
  dataset_id: string;
  board_id: string;
  tiles: Tile[];
  filter?: Filter | null;
  pinned_to?: string;
  edition?: number | null;
}

export interface Tile {
  chart_id: string;
  name?: string;
  width?: Width;
  height?: Height;
}

export type Width = "full" | "half" | "third";

export type Height = "low" | "middle" | "tall";

export interface BoardState {
  id: string;
  name: string;
  dataset_name: string;
  tiles: BoardTile[];
  filter: Filter | null;
  version: string;
  newest: string;
  is_pinned: boolean;
  is_collected: boolean;
  charts: BoardChart[];
  may_edit: boolean;
  made_by: string;
  saved_at: string;
  stamp: string;
  edition: number;
}

export interface BoardTile {
  chart_id: string;
  name: string;
  kind: string;
  width: Width;
  height: Height;
  is_gone: boolean;
  stamp: string;
}

export interface BoardChart {
  id: string;
  name: string;
  kind: string;
}

export interface BoardMadeArgs {
  dataset_id: string;
  name: string;
  chart_ids?: string[];
}

export interface BoardArgs {
  dataset_id: string;
  board_id: string;
  name?: string;
}

export interface BoardList {
  boards: BoardInfo[];
  may_edit: boolean;
}

export interface BoardInfo {
  id: string;
  name: string;
  chart_count: number;
}

export interface BoardDrawArgs {
  dataset_id: string;
  board_id: string;
  chart_id: string;
  filter?: Filter | null;
  picked?: Filter | null;
  is_dark?: boolean;
  room?: number;
  height?: Height;
}

export interface BoardDrawing {
  svg: string;
  summary: string;
  notes: string[];
  picks: MarkPick[];
  groups: PickGroup[];
  brush: Brush | null;
  lack: string;
  hint: string;
}

export interface MarkPick {
  words: string;
  filter: Filter;
}

export interface PickGroup {
  title: string;
  picks: number[];
}

export interface Brush {
  column: string;
  form: string;
  is_log: boolean;
  low: number;
  high: number;
  edges: BrushEdge[];
}

export interface BrushEdge {
  place: number;
  value: string;
  words: string;
}

export interface BoardFileArgs {
  dataset_id: string;
  board_id: string;
  filter?: Filter | null;
  picked?: TilePick[];
  is_dark?: boolean;
}

export interface TilePick {
  chart_id: string;
  words: string;
  filter: Filter;
}

export interface BoardFile {
  name: string;
}

export interface BoardsArgs {
  dataset_id: string;
}

export interface CellArgs {
  dataset_id: string;
  row_id: number;
  column: string;
  offset?: number;
  length?: number;
}

export interface Cell {
  column: string;
  text: string | null;
  offset: number;
  length: number;
  is_cut: boolean;
}

export interface CopyArgs {
  dataset_id: string;
  columns: string[];
  query?: ContentQuery;
  selection?: Selection | null;
  format?: CopyFormat;
  limit?: number;
}

export interface Selection {
  ids?: number[];
  spans?: Span[];
  is_except?: boolean;
}

export interface Span {
  first: number;
  last: number;
}

export type CopyFormat = "tsv" | "markdown";

export interface Copied {
  text: string;
  row_count: number;
  is_cut: boolean;
}

export interface CountArgs {
  dataset_id: string;
  query?: ContentQuery;
}

export interface Counted {
  matching_count: number;
  row_count: number;
}

export interface DescribeArgs {
  dataset_id: string;
}

export interface Description {
  dataset_id: string;
  columns: ContentColumn[];
  row_count: number;
  fingerprint: string;
  is_live: boolean;
}

export interface ContentColumn {
  name: string;
  type: string;
  kind: ColumnKind;
  encoding: Encoding;
  is_ordered: boolean;
  is_searched: boolean;
}

export type ColumnKind =
  | "integer"
  | "number"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "time"
  | "timestamp"
  | "interval"
  | "uuid"
  | "blob"
  | "json"
  | "list"
  | "struct"
  | "map"
  | "other";

export type Encoding =
  | "integer"
  | "number"
  | "boolean"
  | "text"
  | "json"
  | "blob";

export interface PageArgs {
  dataset_id: string;
  columns: string[];
  query?: ContentQuery;
  offset?: number;
  limit?: number;
}

export interface PageResult {
  offset: number;
  row_count: number;
  matching_count: number | null;
  fingerprint: string;
}

export interface PositionArgs {
  dataset_id: string;
  row_id: number;
  query?: ContentQuery;
}

export interface PositionResult {
  index: number | null;
}

export interface RowArgs {
  dataset_id: string;
  row_id: number;
  columns?: string[] | null;
}

export interface RowResult {
  row_id: number;
  cells: Cell[];
}

export interface SaveArgs {
  dataset_id: string;
  name: string;
  project_id?: string | null;
  query?: ContentQuery;
  selection?: Selection | null;
  columns?: string[] | null;
}

export interface SaveResult {
  dataset_id: string;
  name: string;
  row_count: number;
}

export interface SummaryArgs {
  dataset_id: string;
  columns: string[];
  query?: ContentQuery;
}

export interface SummaryResult {
  summaries: Summary[];
}

export interface Summary {
  column: string;
  kind: ColumnKind;
  row_count: number;
  matching_count: number;
  null_count: number;
  matching_null_count: number;
  nan_count: number;
  low: string | null;
  high: string | null;
  distinct_count: number | null;
  is_approximate: boolean;
  mean_length: number | null;
  bins: Bin[];
  top: ValueCount[];
}

export interface Bin {
  low: string;
  high: string;
  count: number;
  matching_count: number;
}

export interface ValueCount {
  value: string | null;
  count: number;
  matching_count: number;
  is_cut: boolean;
}

export interface ValuesArgs {
  dataset_id: string;
  column: string;
  query?: ContentQuery;
  search?: string;
  limit?: number;
}

export interface Values {
  values: ValueCount[];
  has_more: boolean;
}

export interface DetailArgs {
  dataset_id: string;
}

export interface DatasetFacts {
  dataset_id: string;
  name: string;
  path: string;
  project: string | null;
  description: string;
  state: DatasetStatus;
  status: string;
  source: DatasetSource;
  kind: DatasetKind;
  made_from: DatasetLink[];
  pipeline: string | null;
  pipeline_state: string | null;
  owner: string;
  is_archived: boolean;
  is_read_only: boolean;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
  row_count: number;
  byte_count: number;
  column_count: number;
  column_classes: ColumnClass[];
  is_live: boolean;
  version: string;
  version_count: number;
  version_at: string | null;
  version_by: string;
  origin: DatasetOrigin;
  notes: string[];
  activity: DatasetEvent[] | null;
  refused: Record<string, string>;
}

export type DatasetStatus = "collecting" | "draft" | "complete" | "orphaned";

export type DatasetSource = "pipeline" | "file" | "huggingface" | "export";

export type DatasetKind = "master" | "clone" | "merge";

export interface DatasetLink {
  dataset_id: string;
  path: string;
  version: string;
}

export interface ColumnClass {
  word: string;
  count: number;
}

export interface DatasetOrigin {
  kind: string;
  file_name: string;
  byte_count: number | null;
  sha256: string;
  format: string;
  compression: string;
  encoding: string;
  delimiter: string;
  frame: string;
  datasets: string[];
  query: string;
  repo: string;
  subset: string;
  split: string;
  revision: string;
  commit: string;
  url: string;
  archive: string;
  file_count: number;
  reject_count: number;
  change: string;
}

export interface DatasetEvent {
  at: string;
  actor: string;
  text: string;
}

export interface DatasetFilter {
  search?: string;
  statuses?: DatasetStatus[];
  sources?: DatasetSource[];
  kinds?: DatasetKind[];
  projects?: string[];
  has_archived?: boolean;
  ids?: string[];
}

export interface DatasetFacets {
  statuses: Facet[];
  sources: Facet[];
  kinds: Facet[];
  projects: Facet[];
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export interface OrderedFilter {
  search?: string;
  statuses?: DatasetStatus[];
  sources?: DatasetSource[];
  kinds?: DatasetKind[];
  projects?: string[];
  has_archived?: boolean;
  ids?: string[];
  sort?: DatasetSort;
  is_descending?: boolean;
}

export type DatasetSort =
  | "name"
  | "status"
  | "rows"
  | "source"
  | "project"
  | "created"
  | "updated"
  | "size"
  | "columns"
  | "owner"
  | "pipeline"
  | "archived";

export interface DatasetIds {
  ids: string[];
  total_count: number;
}

export interface DatasetListArgs {
  search?: string;
  statuses?: DatasetStatus[];
  sources?: DatasetSource[];
  kinds?: DatasetKind[];
  projects?: string[];
  has_archived?: boolean;
  ids?: string[];
  sort?: DatasetSort;
  is_descending?: boolean;
  offset?: number;
  limit?: number;
}

export interface DatasetList {
  rows: ListedDataset[];
  offset: number;
  total_count: number;
  active_count: number;
  hidden_count: number;
  archived_count: number;
  revision: number;
  read_at: string;
  asked: DatasetListArgs;
  import_refused: string;
}

export interface ListedDataset {
  id: string;
  name: string;
  path: string;
  description: string;
  state: DatasetStatus;
  status: string;
  source: DatasetSource;
  kind: DatasetKind;
  project: string | null;
  pipeline: string | null;
  owner: string;
  row_count: number;
  byte_count: number;
  column_count: number;
  is_archived: boolean;
  is_read_only: boolean;
  created_at: string;
  updated_at: string;
  refused: Record<string, string>;
}

export interface LoadCode {
  code: string;
}

export interface MissingCells {
  cell_count: number;
  null_count: number;
  row_count: number;
  worst_column: string | null;
  worst_null_count: number;
}

export interface RenameArgs {
  dataset_id: string;
  name: string;
}

export interface DescriptionArgs {
  dataset_id: string;
  description: string;
}

export interface DatasetTableArgs {
  search?: string;
  statuses?: DatasetStatus[];
  sources?: DatasetSource[];
  kinds?: DatasetKind[];
  projects?: string[];
  has_archived?: boolean;
  ids?: string[];
  sort?: DatasetSort;
  is_descending?: boolean;
  columns?: string[];
  offset?: number;
  limit?: number | null;
}

export interface DatasetTable {
  file_name: string;
  row_count: number;
}

export interface ExportAgainArgs {
  job_id: string;
  overwrite?: boolean;
}

export interface ExportJob {
  job_id: string;
  dataset_id: string | null;
  name: string;
  state: ExportState;
  path: string;
  format: ExportFormat;
  started_at: string;
  about: ExportAbout;
  started_by: string;
  is_mine: boolean;
  ended_at: string | null;
  share: number | null;
  eta_s: number | null;
  row_count: number | null;
  column_count: number | null;
  byte_count: number | null;
  file_count: number;
  sha256: string;
  replaced: boolean;
  is_there: boolean;
  is_in_vault: boolean;
  notes: string[];
  code: string;
  message: string;
  hint: string;
  field: string;
}

export type ExportState =
  | "running"
  | "done"
  | "partial"
  | "failed"
  | "cancelled"
  | "interrupted";

export type ExportFormat =
  | "csv"
  | "json"
  | "ndjson"
  | "parquet"
  | "arrow"
  | "zip"
  | "zip-json";

export interface ExportAbout {
  subject: ExportSubject;
  version: string | null;
  since: string | null;
  is_filtered: boolean;
  column_count: number | null;
  is_guarded: boolean;
}

export type ExportSubject = "rows" | "answers" | "changes";

export interface ExportJobArgs {
  job_id: string;
}

export interface ExportDeleteArgs {
  job_id: string;
  confirm?: string;
}

export interface ExportStartArgs {
  dataset_id: string;
  format: ExportFormat;
  path: string;
  rows?: ExportRows | null;
  columns?: string[] | null;
  overwrite?: boolean;
  guard_formulas?: boolean;
  subject?: ExportSubject;
  version?: string | null;
  since?: string | null;
  key?: string[];
  has_files?: boolean;
}

export interface ExportRows {
  filter?: Filter | null;
  search?: string;
  search_columns?: string[] | null;
  sorts?: Sort[];
}

export interface ExportEstimate {
  row_count: number;
  byte_count: number;
  file_count: number;
}

export interface ExportFileArgs {
  job_id: string;
  offset?: number;
}

export interface ExportFilePart {
  byte_count: number;
}

export interface ExportListArgs {
  dataset_id?: string | null;
  limit?: number;
}

export interface ExportList {
  exports: ExportJob[];
}

export interface ExportOptionsArgs {
  dataset_id: string;
}

export interface ExportOptions {
  formats: ExportFormatChoice[];
  columns: string[];
  row_count: number;
  path: string;
  versions: ExportVersion[];
  is_live: boolean;
  has_answers: boolean;
  file_columns: string[];
  vault_id: string;
}

export interface ExportFormatChoice {
  format: ExportFormat;
  label: string;
  note: string;
  extension: string;
  has_guard: boolean;
}

export interface ExportVersion {
  number: string;
  name: string;
  row_count: number;
  created_at: string;
}

export interface ExportTargetArgs {
  path: string;
  format: ExportFormat;
  limit?: number;
}

export interface ExportTarget {
  path: string;
  exists: boolean;
  byte_count: number | null;
  changed_at: string | null;
  problem: string;
  places: ExportPlace[];
}

export interface ExportPlace {
  path: string;
  name: string;
  is_folder: boolean;
}

export interface HubConfigureArgs {
  repo_id: string;
  revision?: string | null;
  subset?: string | null;
}

export interface HubConfigured {
  configuration: HubConfiguration | null;
  problem: HubProblem | null;
}

export interface HubConfiguration {
  repo_id: string;
  revision: string;
  sha: string;
  committed_at: string | null;
  description: string;
  licence: string;
  gate: HubGate;
  is_private: boolean;
  subsets: HubSubset[];
  subset: string | null;
  splits: HubSplit[];
  columns: HubColumn[];
  files: HubFile[];
  format: string;
  is_converted: boolean;
  suggested_name: string;
  url: string;
  notes: string[];
  first_rows: ((string | null)[])[];
}

export type HubGate = "open" | "auto" | "manual";

export interface HubSubset {
  name: string;
  is_default: boolean;
}

export interface HubSplit {
  name: string;
  row_count: number | null;
  byte_count: number;
  file_count: number;
  is_partial: boolean;
}

export interface HubColumn {
  name: string;
  type: string;
  feature: string;
  labels: string[];
  media: HubMedia | null;
  is_default: boolean;
  byte_count: number | null;
}

export type HubMedia = "image" | "audio" | "video" | "pdf";

export interface HubFile {
  path: string;
  split: string;
  byte_count: number;
  sha256: string;
}

export interface HubProblem {
  message: string;
  hint: string;
  code: string;
  url: string;
  retry_after_s: number | null;
  is_retryable: boolean;
}

export interface HubEstimateArgs {
  selection: HubSelection;
}

export interface HubSelection {
  repo_id: string;
  subset?: string | null;
  splits?: string[] | null;
  columns?: string[] | null;
  where?: string | null;
  limit?: number | null;
  revision?: string | null;
}

export interface HubEstimated {
  estimate: HubEstimate | null;
  problem: HubProblem | null;
}

export interface HubEstimate {
  row_count: number | null;
  byte_count: number;
  column_count: number | null;
  file_count: number;
  is_exact: boolean;
}

export interface HubPreviewArgs {
  selection: HubSelection;
  rows?: number;
}

export interface HubPreview {
  preview: HubRows | null;
  problem: HubProblem | null;
}

export interface HubRows {
  columns: HubColumn[];
  rows: ((string | null)[])[];
}

export interface HubSearchArgs {
  text?: string;
  author?: string | null;
  sort?: HubSort;
  limit?: number;
}

export type HubSort = "downloads" | "likes" | "trending" | "updated" | "created";

export interface HubFinds {
  datasets: HubDataset[];
  has_more: boolean;
  problem: HubProblem | null;
}

export interface HubDataset {
  repo_id: string;
  description: string;
  downloads: number;
  likes: number;
  row_count: number | null;
  row_range: string;
  byte_count: number | null;
  gate: HubGate;
  is_private: boolean;
  licence: string;
  updated_at: string | null;
  url: string;
}

export interface HubStartArgs {
  selection: HubSelection;
  name: string;
  asked_revision?: string | null;
  project_id?: string | null;
  description?: string;
  byte_count?: number;
  total_rows?: number | null;
}

export interface ImportJob {
  job_id: string;
  name: string;
  project_name: string | null;
  file_name: string;
  state: ImportState;
  stage: ImportStage;
  byte_count: number;
  started_at: string;
  share: number | null;
  done_rows: number | null;
  total_rows: number | null;
  rate: number | null;
  eta_s: number | null;
  ended_at: string | null;
  dataset_id: string | null;
  column_count: number | null;
  notes: string[];
  reject_count: number;
  can_repeat: boolean;
  problem: ImportProblem | null;
}

export type ImportState = "running" | "done" | "error" | "cancelled" | "interrupted";

export type ImportStage = "read" | "store" | "add";

export interface ImportProblem {
  message: string;
  hint: string;
  code: string;
  line: number | null;
  column: string | null;
  text: string | null;
}

export interface HubStatusArgs {
  is_asking?: boolean;
}

export interface HubAccount {
  endpoint: string;
  has_token: boolean;
  name: string | null;
  is_offline: boolean;
  problem: HubProblem | null;
}

export interface ImportJobArgs {
  job_id: string;
}

export interface ImportCompleteArgs {
  text: string;
  limit?: number;
}

export interface ImportPlaces {
  places: ImportPlace[];
  has_more: boolean;
}

export interface ImportPlace {
  path: string;
  name: string;
  is_folder: boolean;
  byte_count: number | null;
}

export interface ImportDismissArgs {
  job_id: string;
}

export interface ImportNameArgs {
  name: string;
  project_id?: string | null;
}

export interface ImportNameResult {
  message: string;
  hint: string;
}

export type ImportPendingArgs = Record<string, never>;

export interface ImportPending {
  jobs: ImportJob[];
  uploads: Upload[];
}

export interface Upload {
  upload_id: string;
  name: string;
  byte_count: number;
  offset: number;
  fingerprint: string;
  tail_offset: number;
  tail_sha256: string;
}

export interface ImportPreviewArgs {
  source: ImportFrom;
  settings?: ImportSettings;
  rows?: number;
}

export interface ImportFrom {
  path?: string;
  upload_id?: string;
}

export interface ImportSettings {
  delimiter?: string | null;
  header?: boolean | null;
  encoding?: string | null;
  null_values?: string[] | null;
  names?: Record<string, string>;
  types?: Record<string, string>;
  quote?: string | null;
  skip?: number | null;
  date_order?: string | null;
  on_error?: string;
  table?: string | null;
}

export interface ImportPreview {
  file_name: string;
  format: string;
  byte_count: number;
  columns: ImportColumn[];
  rows: ((string | null)[])[];
  row_count: number | null;
  notes: ImportNote[];
  problems: ImportProblem[];
  suggested_name: string;
  problem_count: number | null;
  has_more_problems: boolean;
  looked_bytes: number | null;
  can_skip: boolean;
  tables: string[];
  table: string | null;
  quote: string | null;
  skip: number | null;
  encoding: string | null;
  delimiter: string | null;
  has_header: boolean | null;
}

export interface ImportColumn {
  source_name: string;
  name: string;
  type: string;
  detected_type: string;
}

export interface ImportNote {
  message: string;
  column: string | null;
  line: number | null;
  setting: string | null;
}

export interface ImportReportArgs {
  dataset_id: string;
}

export interface ImportRejects {
  file_name: string;
  text: string;
}

export interface ImportAgain {
  source: ImportFrom;
  settings: ImportSettings;
  name: string;
  project_id: string | null;
  dataset_id: string | null;
}

export interface ImportTold {
  dataset_id: string;
  name: string;
  version: string;
  source: string;
  format: string;
  byte_count: number | null;
  sha256: string | null;
  encoding: string | null;
  delimiter: string | null;
  read_count: number;
  imported_count: number;
  rejected_count: number;
  rejects: ImportRejected[];
  notes: string[];
  chosen: string[];
  changed_types: ImportColumn[];
  seconds: number | null;
  can_refresh: boolean;
}

export interface ImportRejected {
  line: number | null;
  column: string | null;
  reason: string;
  text: string;
  file_name: string | null;
}

export interface ImportStartArgs {
  source: ImportFrom;
  name: string;
  settings?: ImportSettings;
  project_id?: string | null;
  total_rows?: number | null;
  dataset_id?: string | null;
}

export interface UploadBeginArgs {
  name: string;
  byte_count: number;
  fingerprint: string;
  is_fresh?: boolean;
}

export interface UploadChunkArgs {
  upload_id: string;
  offset: number;
  sha256?: string;
}

export interface UploadArgs {
  upload_id: string;
}

export interface BulkArgs {
  ids: string[];
}

export interface BulkResult {
  outcomes: Outcome[];
  done_count: number;
}

export interface Outcome {
  id: string;
  name: string;
  is_done: boolean;
  code: string;
  message: string;
  hint: string;
}

export interface BulkCheck {
  found_count: number;
  row_count: number;
  archive_count: number;
  unarchive_count: number;
  delete_count: number;
  held: Held[];
}

export interface Held {
  subject: string;
  reason: string;
}

export interface BulkDeleteArgs {
  ids: string[];
  confirm?: string;
}

export interface VersionArgs {
  dataset_id: string;
  version_ids: string[];
}

export interface VersionOutcomes {
  outcomes: VersionOutcome[];
}

export interface VersionOutcome {
  version_id: string;
  problem: string;
  hint: string;
  field: string;
}

export interface CompareArgs {
  dataset_id: string;
  after_id: string;
  before_id?: string;
  key?: string[];
  rows?: string;
  limit?: number;
}

export interface CompareAnswer {
  before: string;
  after: string;
  key: string[];
  added_count: number;
  removed_count: number;
  changed_count: number;
  unchanged_count: number;
  byte_delta: number;
  shared_part_count: number;
  columns: ComparedColumn[];
  row_names: string[];
  rows: ((string | null)[])[];
}

export interface ComparedColumn {
  name: string;
  before: string | null;
  after: string | null;
}

export interface VersionCreateArgs {
  dataset_id: string;
  base_id?: string;
  number?: string;
  name?: string;
  description?: string;
  tags?: string[];
  is_restore?: boolean;
}

export interface VersionItem {
  version_id: string;
  number: string;
  name: string;
  description: string;
  note: string;
  state: VersionState;
  change: string;
  row_count: number;
  byte_count: number;
  new_byte_count: number;
  reject_count: number;
  created_at: string;
  created_by: string;
  finished_at: string | null;
  archived_at: string | null;
  parents: VersionParent[];
  tags: string[];
  metadata: Record<string, string>;
  source_notes: string[];
  is_head: boolean;
  code: string;
}

export type VersionState = "draft" | "failed" | "aborted" | "final" | "published";

export interface VersionParent {
  version_id: string;
  label: string;
  is_here: boolean;
}

export interface VersionDeleteArgs {
  dataset_id: string;
  version_ids: string[];
  force?: boolean;
  confirm?: string;
}

export interface VersionDescribeArgs {
  dataset_id: string;
  version_id: string;
  name?: string | null;
  description?: string | null;
  metadata?: Record<string, string> | null;
}

export interface VersionLogArgs {
  dataset_id: string;
  version_id: string;
}

export interface VersionLog {
  events: VersionEvent[] | null;
  uses: Use[];
}

export interface VersionEvent {
  at: string;
  who: string;
  what: string;
}

export interface Use {
  number: string;
  at: string;
  actor: string;
  place: string;
  alias: string;
}

export interface VersionRowsArgs {
  dataset_id: string;
  version_id: string;
  limit?: number;
}

export interface VersionRows {
  names: string[];
  types: string[];
  rows: ((string | null)[])[];
  row_count: number;
}

export interface VersionTagArgs {
  dataset_id: string;
  version_ids: string[];
  tag: string;
  is_off?: boolean;
}

export interface VersionsArgs {
  dataset_id: string;
}

export interface VersionPage {
  dataset_id: string;
  versions: VersionItem[];
  head_id: string | null;
  refused: string;
  delete_refused: string;
  key_columns: string[];
}

export interface NotebooksArgs {
  dataset_id?: string;
  limit?: number;
}

export interface NotebookList {
  notebooks: Notebook[];
}

export interface Notebook {
  name: string;
  path: string;
  actor: string;
  used_at: string;
  datasets: NotebookDataset[];
}

export interface NotebookDataset {
  dataset_id: string;
  name: string;
}

export interface AuditArgs {
  actor?: string;
  kind?: string;
  search?: string;
  since?: string | null;
  until?: string | null;
  before?: number;
  limit?: number;
}

export interface AuditPage {
  entries: AuditLine[];
  total_count: number;
  actors: string[];
}

export interface AuditLine {
  key: number;
  at: string;
  actor: string;
  kind: string;
  resource: string;
  name: string;
  text: string;
}

export interface InviteArgs {
  people: string;
  role: string;
}

export interface InvitedPeople {
  people: InvitedPerson[];
}

export interface InvitedPerson {
  name: string;
  outcome: InviteOutcome;
  role: string;
  reason: string;
}

export type InviteOutcome = "added" | "known" | "refused";

export type PeopleListArgs = Record<string, never>;

export interface PeopleList {
  people: ListedPerson[];
}

export interface ListedPerson {
  id: string;
  identity: string;
  name: string;
  role: string;
  projects: ListedMembership[];
}

export interface ListedMembership {
  project: string;
  role: string;
}

export type MeArgs = Record<string, never>;

export interface Me {
  identity: string;
  name: string;
  role: string;
  may_see_people: boolean;
  may_edit_people: boolean;
  may_see_audit: boolean;
  may_create_projects: boolean;
  may_make_admins: boolean;
}

export interface RoleArgs {
  identity: string;
  role: string;
}

export interface CheckArgs {
  written: Written;
  pipeline_id?: string;
}

export interface Written {
  draft?: Draft | null;
  text?: string;
}

export interface Draft {
  name?: string;
  description?: string;
  steps?: DraftStep[];
  start?: string;
  guide?: string;
  end?: string;
}

export interface DraftStep {
  kind: string;
  name: string;
  key?: string;
  instructions?: string;
  people?: string[];
  settings?: Record<string, unknown>;
  fields?: DraftField[];
}

export interface DraftField {
  name: string;
  type: string;
  key?: string;
  title?: string;
  helper?: string;
  is_optional?: boolean;
  least?: string;
  most?: string;
  source?: string;
  value?: unknown;
  rule?: string;
  is_averaged?: boolean;
  settings?: Record<string, unknown>;
}

export interface Checked {
  problems: Problem[];
  draft: Draft | null;
  text: string;
  changes: FormChanges | null;
}

export interface Problem {
  text: string;
  step: string;
  field: string;
  setting: string;
  where: string;
  line: number;
}

export interface FormChanges {
  form_number: number;
  is_same: boolean;
  added: string[];
  retired: string[];
  row_count: number;
  pending_count: number;
  begun_count: number;
}

export interface WorkClaimArgs {
  pipeline_id: string;
  node?: string;
  contributor?: string;
  skipped?: string[];
}

export interface WorkClaimed {
  place: WorkPlace;
  item: WorkItem | null;
}

export interface WorkPlace {
  pipeline_id: string;
  name: string;
  description: string;
  project: string | null;
  status: string;
  contributor: string;
  refused: string;
  held_count: number;
  counts: Record<string, number>;
}

export interface WorkItem {
  work_id: string;
  task_id: string;
  node: string;
  is_review: boolean;
  round: number;
  form_number: number;
  instructions: string;
  fields: FormField[];
  seen: SeenValue[];
  answers: GivenAnswer[];
  draft: Record<string, unknown>;
  note: string;
  left_s: number | null;
}

export interface FormField {
  name: string;
  type: string;
  label: string;
  helper: string;
  is_optional: boolean;
  least: number;
  most: number;
  settings: Record<string, unknown>;
}

export interface SeenValue {
  field: FormField;
  value: unknown;
}

export interface GivenAnswer {
  contributor: string;
  submitted_at: string | null;
  content: Record<string, unknown>;
}

export interface DraftArgs {
  pipeline_id?: string;
  name?: string;
  project?: string;
}

export interface BuilderState {
  pipeline_id: string;
  name: string;
  project: string;
  status: string;
  form_number: number;
  has_draft: boolean;
  mark: string;
  draft: Draft | null;
  text: string;
  table: BuilderTable;
  projects: string[];
  is_vault_open: boolean;
  templates: string[];
}

export interface BuilderTable {
  kinds: KindShown[];
  subtask: SettingShown[];
  review: SettingShown[];
  rules: string[];
  sources: string[];
}

export interface KindShown {
  type: string;
  label: string;
  settings: SettingShown[];
  required: string[];
  rule: string;
  is_repeatable: boolean;
}

export interface SettingShown {
  name: string;
  form: string;
  default: unknown;
  meaning: string;
  choices: string[];
  outputs: string[];
  least: number | null;
  most: number | null;
}

export interface WorkEscalateArgs {
  pipeline_id: string;
  work_id: string;
  note: string;
}

export interface FileReadArgs {
  pipeline_id: string;
  sha256: string;
  offset?: number;
}

export interface FilePart {
  byte_count: number;
}

export interface FileBeginArgs {
  pipeline_id: string;
  field: string;
  name: string;
  byte_count: number;
}

export interface FileComing {
  file_id: string;
  value: Record<string, unknown> | null;
}

export interface FileDropArgs {
  pipeline_id: string;
  file_id: string;
}

export interface FilePieceArgs {
  pipeline_id: string;
  file_id: string;
  offset: number;
}

export interface KeepArgs {
  written: Written;
  pipeline_id?: string;
  project?: string;
  mark?: string;
}

export interface Kept {
  state: BuilderState | null;
  problems: Problem[];
}

export interface PipelineOverviewArgs {
  dataset_id: string;
}

export interface PipelineOverview {
  pipeline_id: string;
  name: string;
  status: string;
  form_number: number;
  answers_each: number;
  published_at: string | null;
  task_count: number;
  finished_count: number;
  counts: TaskCount[];
  answer_count: number;
  contributors: ContributorFacts[];
  contributor_count: number;
  fields: FieldFacts[];
  vault_id: string;
  may_edit: boolean;
  named_count: number;
}

export interface TaskCount {
  state: string;
  word: string;
  count: number;
}

export interface ContributorFacts {
  name: string;
  kind: string;
  answer_count: number;
  active_at: string;
}

export interface FieldFacts {
  name: string;
  type: string;
  kind: string;
  words: string;
  node: string;
  is_asked: boolean;
  is_optional: boolean;
}

export type WorkPlacesArgs = Record<string, never>;

export interface WorkPlaces {
  contributor: string;
  is_member: boolean;
  places: WorkChoice[];
}

export interface WorkChoice {
  pipeline_id: string;
  name: string;
  description: string;
  project: string | null;
  status: string;
  held_count: number;
}

export interface PublishArgs {
  pipeline_id: string;
  mark: string;
  is_activated?: boolean;
}

export interface WorkItemArgs {
  pipeline_id: string;
  work_id: string;
}

export interface PipelineResults {
  words: Record<string, string>;
}

export interface WorkReviewArgs {
  pipeline_id: string;
  work_id: string;
  verdict: string;
  note?: string;
  content?: Record<string, unknown>;
  contributor?: string;
}

export interface WorkOutcome {
  is_done: boolean;
  problems: Record<string, string>;
  left_s: number | null;
}

export interface WorkContentArgs {
  pipeline_id: string;
  work_id: string;
  content: Record<string, unknown>;
  contributor?: string;
}

export interface SaveTemplateArgs {
  pipeline_id: string;
  name: string;
}

export interface SeedArgs {
  pipeline_id: string;
  source: SeedSource;
  mapping?: Record<string, string> | null;
  key?: string | null;
}

export interface SeedSource {
  kind: string;
  value: string;
}

export interface SeedOutcome {
  added_count: number;
  known_count: number;
}

export interface SeedLook {
  pipeline: string;
  refused: string;
  fields: FormField[];
  columns: SeedColumn[];
  mapping: Record<string, string>;
  key: string;
  row_count: number | null;
  looked_count: number;
  known_count: number;
  problem_count: number;
  problems: SeedProblem[];
  tasks: SeedTask[];
}

export interface SeedColumn {
  name: string;
  samples: string[];
}

export interface SeedProblem {
  row: number;
  field: string;
  message: string;
}

export interface SeedTask {
  row: number;
  given: Record<string, unknown>;
}

export interface TemplateArgs {
  name: string;
}

export interface WorkArgs {
  pipeline_id: string;
  node?: string;
  contributor?: string;
}

export interface PreferenceArgs {
  name: string;
}

export interface Preference {
  name: string;
  value: unknown;
}

export interface SetPreferenceArgs {
  name: string;
  value: unknown;
}

export type ProjectListArgs = Record<string, never>;

export interface ProjectCards {
  projects: ProjectCard[];
  may_create: boolean;
}

export interface ProjectCard {
  id: string;
  name: string;
  description: string;
  parent_id: string;
  role: string;
  dataset_count: number;
  pipeline_count: number;
  member_count: number;
  updated_at: string;
  may_edit: boolean;
  may_delete: boolean;
}

export interface NewProjectArgs {
  name: string;
  description?: string;
}

export interface ProjectArgs {
  project_id: string;
}

export interface ProjectTextArgs {
  project_id: string;
  description: string;
}

export interface ProjectInside {
  project: ProjectCard;
  members: MemberLine[];
  pipelines: PipelineLine[];
}

export interface MemberLine {
  identity: string;
  role: string;
}

export interface PipelineLine {
  id: string;
  name: string;
  status: string;
  dataset_id: string;
}

export interface NewMembersArgs {
  project_id: string;
  people: string;
  role: string;
}

export interface ProjectList {
  projects: ListedProject[];
  is_vault_open: boolean;
}

export interface ListedProject {
  id: string;
  name: string;
  description: string;
  is_open: boolean;
}

export interface MoveArgs {
  dataset_ids: string[];
  project_id: string;
}

export interface Moved {
  moved_count: number;
  refused: RefusedMove[];
}

export interface RefusedMove {
  id: string;
  name: string;
  reason: string;
}

export interface ProjectNameArgs {
  project_id: string;
  name: string;
}

export interface MemberArgs {
  project_id: string;
  identity: string;
  role: string;
}

export type OpenedShareArgs = Record<string, never>;

export interface SharedDataset {
  dataset_id: string;
  title: string;
  description: string;
  state: DatasetStatus;
  status: string;
  shared_by: string;
  row_count: number;
  column_count: number;
  column_classes: ColumnClass[];
  updated_at: string;
  ends_at: string | null;
  can_export: boolean;
  chart_count: number;
}

export interface SharePeopleArgs {
  dataset_id: string;
  text?: string;
  outsiders?: string[];
}

export interface AddedToShare {
  sheet: Sheet;
  added: string[];
  waiting: string[];
  bad: BadShareEntry[];
}

export interface Sheet {
  dataset_id: string;
  dataset_name: string;
  refusal: string;
  mode: string;
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
  link: LinkKind;
  at: string;
  count: number;
}

export type LinkKind = "restricted" | "public" | "personal";

export interface BadShareEntry {
  entry: string;
  problem: string;
}

export interface ShareTermsArgs {
  dataset_id: string;
  ends_at: string | null;
  can_export: boolean;
  hidden: string[];
}

export interface ShareModeArgs {
  dataset_id: string;
  mode?: LinkKind;
  is_confirmed?: boolean;
}

export interface ShareArgs {
  dataset_id: string;
}

export interface SharePersonArgs {
  dataset_id: string;
  person: string;
}

export interface PersonalLink {
  sheet: Sheet;
  person: string;
  path: string;
}

export interface SqlCloseArgs {
  pane: string;
}

export type SqlClosed = Record<string, never>;

export interface SqlCompleteArgs {
  dataset_id: string;
  above: string;
  below?: string;
}

export interface SqlOffers {
  offers: Offer[];
  length: number;
  is_whole: boolean;
}

export interface Offer {
  text: string;
  kind: string;
}

export interface SqlRunArgs {
  dataset_id: string;
  text: string;
  pane: string;
}

export interface SqlRan {
  result_id: string;
  row_count: number;
  column_count: number;
  is_cut: boolean;
  took_ms: number;
  code: string;
}

export interface StudioArgs {
  dataset_id: string;
}

export interface StudioCharts {
  charts: StudioChart[];
  may_keep: boolean;
}

export interface StudioChart {
  id: string;
  name: string;
  kind: string;
  spec: unknown;
  version: string;
  is_pinned: boolean;
}

export interface KeptChartArgs {
  dataset_id: string;
  chart_id: string;
  name?: string;
}

export interface DrawArgs {
  dataset_id: string;
  spec: unknown;
  is_kind_open?: boolean;
  filter?: Filter | null;
  kept_id?: string;
  is_dark?: boolean;
  room?: number;
  is_live?: boolean;
}

export interface Drawing {
  spec: unknown;
  svg: string;
  live: LiveChart | null;
  summary: string;
  notes: string[];
  sql: string;
  code: string;
  lack: string;
  hint: string;
  channel: string;
}

export interface LiveChart {
  light: unknown;
  dark: unknown;
  values: unknown;
  titles: unknown;
  widest: number;
}

export interface StudioFields {
  fields: StudioField[];
  is_collected: boolean;
  name: string;
  row_count: number;
}

export interface StudioField {
  name: string;
  type: string;
  kind: FieldKind;
}

export type FieldKind = "number" | "category" | "flag" | "moment" | "other";

export interface ChartFileArgs {
  dataset_id: string;
  spec: unknown;
  format: string;
  filter?: Filter | null;
  kept_id?: string;
}

export interface ChartFile {
  name: string;
}

export interface KeepChartArgs {
  dataset_id: string;
  name: string;
  spec: unknown;
  filter?: Filter | null;
  kept_id?: string;
  replace?: boolean;
}

export interface PartArgs {
  name: string;
}

export interface Operations {
  /** Who did what when in a pipeline, as the bytes of a CSV file. */
  "analytics.activity": { args: ActivityArgs; result: ActivityFacts; frames: "csv" };
  /** How far people agree, field by field, each by the coefficient that fits it. */
  "analytics.agreement": { args: SectionArgs; result: AgreementTable; frames: never };
  /** One field over time, or by any other column. */
  "analytics.breakdown": { args: BreakdownArgs; result: ShownBreakdown; frames: never };
  /** All coefficients of a field, its single answers, and who pulls agreement down. */
  "analytics.coefficients": { args: FieldArgs; result: AgreementDetail; frames: never };
  /** Who wins on pairwise fields, and who ranks first on ranking fields. */
  "analytics.comparison": { args: ComparisonArgs; result: ComparisonTable; frames: never };
  /** Who answered: how much, how fast, how, and in how far as others do. */
  "analytics.contributors": { args: ContributorsArgs; result: ContributorTable; frames: never };
  /** The numbers of all blocks as a CSV file. */
  "analytics.csv": { args: EvaluationArgs; result: CsvText; frames: never };
  /** The items that people disagree on most, with the answers side by side. */
  "analytics.disagreed": { args: DisagreedArgs; result: Disagreements; frames: never };
  /** A field of each value of a column against each other. */
  "analytics.groups": { args: GroupsArgs; result: GroupTable; frames: never };
  /** Keep where ratings are, for everybody who looks at the dataset. */
  "analytics.map": { args: MapArgs; result: Evaluation; frames: never };
  /** Who agrees with whom on a field. */
  "analytics.matrix": { args: FieldArgs; result: AgreementMatrix; frames: never };
  /** What the grid has to be filtered by to show the rows behind a number. */
  "analytics.rows": { args: RowsArgs; result: RowsFilter; frames: never };
  /** What there is to evaluate, and a block for each field. */
  "analytics.summary": { args: EvaluationArgs; result: Evaluation; frames: never };
  /** Give a dashboard other charts, places or filters. */
  "boards.change": { args: BoardChangeArgs; result: BoardState; frames: never };
  /** Make a dashboard, of some kept charts. */
  "boards.create": { args: BoardMadeArgs; result: BoardState; frames: never };
  /** Delete a dashboard; its charts stay. */
  "boards.delete": { args: BoardArgs; result: BoardList; frames: never };
  /** One chart of a dashboard, or what it lacks. */
  "boards.draw": { args: BoardDrawArgs; result: BoardDrawing; frames: never };
  /** Keep a dashboard a second time. */
  "boards.duplicate": { args: BoardArgs; result: BoardState; frames: never };
  /** A dashboard as the bytes of a page without scripts, as it is filtered. */
  "boards.file": { args: BoardFileArgs; result: BoardFile; frames: "file" };
  /** The dashboards of a dataset. */
  "boards.list": { args: BoardsArgs; result: BoardList; frames: never };
  /** A dashboard, whole; its charts are asked for one by one. */
  "boards.open": { args: BoardArgs; result: BoardState; frames: never };
  /** Give a dashboard another name. */
  "boards.rename": { args: BoardArgs; result: BoardState; frames: never };
  /** A piece of one value, for what is too long for a page. */
  "content.cell": { args: CellArgs; result: Cell; frames: never };
  /** Rows as text with a header line and exact values, for the clipboard. */
  "content.copy": { args: CopyArgs; result: Copied; frames: never };
  /** How many rows a view has, exactly. */
  "content.count": { args: CountArgs; result: Counted; frames: never };
  /** The columns of a dataset and how many rows it has. */
  "content.describe": { args: DescribeArgs; result: Description; frames: never };
  /** Some rows of a view, as an Arrow IPC stream in the frame `rows`. */
  "content.page": { args: PageArgs; result: PageResult; frames: "rows" };
  /** Where a row stands in a view, so that a view keeps its place. */
  "content.position": { args: PositionArgs; result: PositionResult; frames: never };
  /** All values of one row, long ones cut at 2,000 characters. */
  "content.row": { args: RowArgs; result: RowResult; frames: never };
  /** Make a dataset out of the rows of a view, or out of chosen ones. */
  "content.save": { args: SaveArgs; result: SaveResult; frames: never };
  /** What column headers show: histogram or top values, range, share of missing values. */
  "content.summary": { args: SummaryArgs; result: SummaryResult; frames: never };
  /** The values of a column with their counts, most frequent first. */
  "content.values": { args: ValuesArgs; result: Values; frames: never };
  /** All facts of a dataset, and what is allowed with it. */
  "datasets.describe": { args: DetailArgs; result: DatasetFacts; frames: never };
  /** The values of the filters, with how many datasets each would leave. */
  "datasets.facets": { args: DatasetFilter; result: DatasetFacets; frames: never };
  /** The ids of all that match, up to 10,000. */
  "datasets.ids": { args: OrderedFilter; result: DatasetIds; frames: never };
  /** A page of the list, with the counts around it. */
  "datasets.list": { args: DatasetListArgs; result: DatasetList; frames: never };
  /** The line of Python that loads a dataset. */
  "datasets.load_code": { args: DetailArgs; result: LoadCode; frames: never };
  /** How many cells are NULL, exactly. */
  "datasets.missing": { args: DetailArgs; result: MissingCells; frames: never };
  /** Give a dataset another name; its row as it is then. */
  "datasets.rename": { args: RenameArgs; result: ListedDataset; frames: never };
  /** Change what a dataset is about; its facts as they are then. */
  "datasets.set_description": { args: DescriptionArgs; result: DatasetFacts; frames: never };
  /** The list itself as CSV: the page on screen, or all that match. */
  "datasets.table": { args: DatasetTableArgs; result: DatasetTable; frames: "csv" };
  /** Start an export once more, as it was asked for; news tell as those of `exports.start`. */
  "exports.again": { args: ExportAgainArgs; result: ExportJob; frames: never };
  /** Stop an export; nothing of it is kept. One that has ended stays as it is. */
  "exports.cancel": { args: ExportJobArgs; result: ExportJob; frames: never };
  /** Delete the file that an export made. */
  "exports.delete": { args: ExportDeleteArgs; result: ExportJob; frames: never };
  /** How many rows an export would write, and about how many bytes. */
  "exports.estimate": { args: ExportStartArgs; result: ExportEstimate; frames: never };
  /** Some bytes of the file that an export made. */
  "exports.file": { args: ExportFileArgs; result: ExportFilePart; frames: "bytes" };
  /** Take an export without a file off the list. */
  "exports.forget": { args: ExportJobArgs; result: null; frames: never };
  /** How an export is going; its news go to whoever asked from now on, too. */
  "exports.job": { args: ExportJobArgs; result: ExportJob; frames: never };
  /** Exports, newest first: of a dataset, or the actor's own. */
  "exports.list": { args: ExportListArgs; result: ExportList; frames: never };
  /** What an export of this dataset can be, and where it could go. */
  "exports.options": { args: ExportOptionsArgs; result: ExportOptions; frames: never };
  /** Start an export; news `exports.progress` tell how it goes, as the same record. */
  "exports.start": { args: ExportStartArgs; result: ExportJob; frames: never };
  /** What lies at a path, what would be replaced there, and how the path may go on. */
  "exports.target": { args: ExportTargetArgs; result: ExportTarget; frames: never };
  /** What there is in a dataset: commit, subsets, splits, columns, files. */
  "hub.configure": { args: HubConfigureArgs; result: HubConfigured; frames: never };
  /** Rows and bytes of an import before it begins. */
  "hub.estimate": { args: HubEstimateArgs; result: HubEstimated; frames: never };
  /** The first rows of what would be imported; stores nothing. */
  "hub.preview": { args: HubPreviewArgs; result: HubPreview; frames: never };
  /** The Hub's datasets that match. */
  "hub.search": { args: HubSearchArgs; result: HubFinds; frames: never };
  /** Begin an import; its news are `imports.progress`, each an `ImportJob`. */
  "hub.start": { args: HubStartArgs; result: ImportJob; frames: never };
  /** Which Hub, and who this kernel is there. */
  "hub.status": { args: HubStatusArgs; result: HubAccount; frames: never };
  /** Ask a job to end; nothing of it is kept. */
  "imports.cancel": { args: ImportJobArgs; result: ImportJob; frames: never };
  /** Folders and importable files that a typed path may go on with. */
  "imports.complete": { args: ImportCompleteArgs; result: ImportPlaces; frames: never };
  /** Don't tell of an interrupted job any more. */
  "imports.dismiss": { args: ImportDismissArgs; result: null; frames: never };
  /** A job as it is now; its news come to this panel from now on. */
  "imports.job": { args: ImportJobArgs; result: ImportJob; frames: never };
  /** Whether a new dataset can have a name. */
  "imports.name": { args: ImportNameArgs; result: ImportNameResult; frames: never };
  /** The asker's jobs that run or were interrupted, and uploads that stopped half way. */
  "imports.pending": { args: ImportPendingArgs; result: ImportPending; frames: never };
  /** What a file would become, and why it can't be imported as it is; stores nothing. */
  "imports.preview": { args: ImportPreviewArgs; result: ImportPreview; frames: never };
  /** The rows that were left out, as a file in the source's own form. */
  "imports.rejects": { args: ImportReportArgs; result: ImportRejects; frames: never };
  /** What a job was asked for, to be asked for once more. */
  "imports.repeat": { args: ImportJobArgs; result: ImportAgain; frames: never };
  /** How the import of a dataset's newest version went. */
  "imports.report": { args: ImportReportArgs; result: ImportTold; frames: never };
  /** Begin an import; its news are `imports.progress`, each an `ImportJob`. */
  "imports.start": { args: ImportStartArgs; result: ImportJob; frames: never };
  /** Make room for a file, or find what is here of it already. */
  "imports.upload_begin": { args: UploadBeginArgs; result: Upload; frames: never };
  /** Lay down the next bytes of a file; the answer is the acknowledgement. */
  "imports.upload_chunk": { args: UploadChunkArgs; result: Upload; frames: never };
  /** Remove what is here of a file. */
  "imports.upload_discard": { args: UploadArgs; result: null; frames: never };
  /** Say that all of a file was sent. */
  "imports.upload_end": { args: UploadArgs; result: Upload; frames: never };
  /** Hide datasets from the default list; refused only when none could be. */
  "lifecycle.archive": { args: BulkArgs; result: BulkResult; frames: never };
  /** How many of a selection each action can take, and why not the rest. */
  "lifecycle.check": { args: BulkArgs; result: BulkCheck; frames: never };
  /** Delete datasets for good, with their versions; refused without the word. */
  "lifecycle.delete": { args: BulkDeleteArgs; result: BulkResult; frames: never };
  /** Bring archived datasets back into the list. */
  "lifecycle.unarchive": { args: BulkArgs; result: BulkResult; frames: never };
  /** Put versions out of sight; their rows stay. */
  "lineage.archive": { args: VersionArgs; result: VersionOutcomes; frames: never };
  /** What a version has that another one has not; with its first parent where none is said. */
  "lineage.compare": { args: CompareArgs; result: CompareAnswer; frames: never };
  /** Make a version of what the dataset holds, or restore an older one. */
  "lineage.create": { args: VersionCreateArgs; result: VersionItem; frames: never };
  /** Delete archived versions for good. */
  "lineage.delete": { args: VersionDeleteArgs; result: VersionOutcomes; frames: never };
  /** Change a version's name, description or metadata. */
  "lineage.describe": { args: VersionDescribeArgs; result: VersionItem; frames: never };
  /** What was done with a version, and who loaded it. */
  "lineage.log": { args: VersionLogArgs; result: VersionLog; frames: never };
  /** Say that final versions are the ones for others to use. */
  "lineage.publish": { args: VersionArgs; result: VersionOutcomes; frames: never };
  /** The first rows of a version. */
  "lineage.rows": { args: VersionRowsArgs; result: VersionRows; frames: never };
  /** Tag versions, or take a tag off them. */
  "lineage.tag": { args: VersionTagArgs; result: VersionOutcomes; frames: never };
  /** Bring archived versions back. */
  "lineage.unarchive": { args: VersionArgs; result: VersionOutcomes; frames: never };
  /** All versions of a dataset, newest first, and what may be done with them. */
  "lineage.versions": { args: VersionsArgs; result: VersionPage; frames: never };
  /** The notebooks used last, of a dataset or of all that the asker may see. */
  "notebooks.list": { args: NotebooksArgs; result: NotebookList; frames: never };
  /** What was done and matches, newest first. */
  "people.audit": { args: AuditArgs; result: AuditPage; frames: never };
  /** Give everybody of a list a role in the vault. */
  "people.invite": { args: InviteArgs; result: InvitedPeople; frames: never };
  /** Everybody the vault knows, with their role and projects. */
  "people.list": { args: PeopleListArgs; result: PeopleList; frames: never };
  /** Who asks, and what they may do in the vault at large. */
  "people.me": { args: MeArgs; result: Me; frames: never };
  /** Change somebody's role in the vault, or take it away. */
  "people.set_role": { args: RoleArgs; result: null; frames: never };
  /** All that is wrong with what was written, and what publishing it would do. */
  "pipelines.check": { args: CheckArgs; result: Checked; frames: never };
  /** The next task: one that is held already, else one that is claimed now. */
  "pipelines.claim": { args: WorkClaimArgs; result: WorkClaimed; frames: never };
  /** A pipeline as it is now, to be changed; or the beginning of a new one. */
  "pipelines.draft": { args: DraftArgs; result: BuilderState; frames: never };
  /** Hand a task to the owners of the pipeline, saying why. */
  "pipelines.escalate": { args: WorkEscalateArgs; result: null; frames: never };
  /** Some bytes of a file that a field holds. */
  "pipelines.file": { args: FileReadArgs; result: FilePart; frames: "bytes" };
  /** Make room for a file. */
  "pipelines.file_begin": { args: FileBeginArgs; result: FileComing; frames: never };
  /** Give up a file of which some is here. */
  "pipelines.file_drop": { args: FileDropArgs; result: null; frames: never };
  /** Take the next bytes of a file; with the last ones the value of the field is told. */
  "pipelines.file_piece": { args: FilePieceArgs; result: FileComing; frames: never };
  /** Make a pipeline, or write the draft of its next form; nothing where it is wrong. */
  "pipelines.keep": { args: KeepArgs; result: Kept; frames: never };
  /** The progress, the contributors and the form of a dataset's pipeline. */
  "pipelines.overview": { args: PipelineOverviewArgs; result: PipelineOverview; frames: never };
  /** The pipelines that the asker may work on: what the task page begins with. */
  "pipelines.places": { args: WorkPlacesArgs; result: WorkPlaces; frames: never };
  /** Make the draft count, and let work begin where that is wanted. */
  "pipelines.publish": { args: PublishArgs; result: BuilderState; frames: never };
  /** Give a claim back, for others to take. */
  "pipelines.release": { args: WorkItemArgs; result: null; frames: never };
  /** What the finished tasks have come to, field by field. */
  "pipelines.results": { args: PipelineOverviewArgs; result: PipelineResults; frames: never };
  /** Let a task pass, with corrections where need be, or return it with a note. */
  "pipelines.review": { args: WorkReviewArgs; result: WorkOutcome; frames: never };
  /** Keep what was filled in so far; what doesn't fit is named, the rest is kept. */
  "pipelines.save": { args: WorkContentArgs; result: WorkOutcome; frames: never };
  /** Keep a definition for others to begin with, without who is named in it. */
  "pipelines.save_template": { args: SaveTemplateArgs; result: null; frames: never };
  /** Make a task of each row; all are checked before the first is added. */
  "pipelines.seed_add": { args: SeedArgs; result: SeedOutcome; frames: never };
  /** What would become of rows; nothing is added. */
  "pipelines.seed_look": { args: SeedArgs; result: SeedLook; frames: never };
  /** Hand an answer in; where something is missing or doesn't fit, nothing is. */
  "pipelines.submit": { args: WorkContentArgs; result: WorkOutcome; frames: never };
  /** A template, to begin with: as a form where it can be one, and as YAML. */
  "pipelines.template": { args: TemplateArgs; result: Checked; frames: never };
  /** Take back an answer that was just handed in, while nobody has gone on from it. */
  "pipelines.undo": { args: WorkItemArgs; result: WorkItem; frames: never };
  /** A pipeline as whoever works in it sees it; nothing is claimed. */
  "pipelines.work": { args: WorkArgs; result: WorkPlace; frames: never };
  /** One's own setting of this name. */
  "preferences.get": { args: PreferenceArgs; result: Preference; frames: never };
  /** Keep a setting of one's own, for all kernels and browsers. */
  "preferences.set": { args: SetPreferenceArgs; result: Preference; frames: never };
  /** The projects one may see, and how much lies in each. */
  "projects.cards": { args: ProjectListArgs; result: ProjectCards; frames: never };
  /** Make a project. */
  "projects.create": { args: NewProjectArgs; result: ProjectCard; frames: never };
  /** Delete an empty project; the view has asked before. */
  "projects.delete": { args: ProjectArgs; result: null; frames: never };
  /** Change a project's description. */
  "projects.describe": { args: ProjectTextArgs; result: null; frames: never };
  /** Who works in a project and which pipelines lie in it. */
  "projects.inside": { args: ProjectArgs; result: ProjectInside; frames: never };
  /** Let everybody of a list work in a project. */
  "projects.invite": { args: NewMembersArgs; result: InvitedPeople; frames: never };
  /** The projects one may see, and where one may add datasets. */
  "projects.list": { args: ProjectListArgs; result: ProjectList; frames: never };
  /** Put datasets into a project; one that can't go keeps none of the others back. */
  "projects.move": { args: MoveArgs; result: Moved; frames: never };
  /** Give a project another name. */
  "projects.rename": { args: ProjectNameArgs; result: null; frames: never };
  /** Change somebody's role in a project, or take them out. */
  "projects.set_member": { args: MemberArgs; result: null; frames: never };
  /** The dataset that a link opens, and what the link allows. */
  "share.describe": { args: OpenedShareArgs; result: SharedDataset; frames: never };
  /** Put people on the list; who is no member waits to be confirmed. */
  "sharing.add": { args: SharePeopleArgs; result: AddedToShare; frames: never };
  /** Set what the links allow. */
  "sharing.change": { args: ShareTermsArgs; result: Sheet; frames: never };
  /** Make the link of a mode, unless it is there. */
  "sharing.create": { args: ShareModeArgs; result: Sheet; frames: never };
  /** A dataset's links, its list of people, who opened it. */
  "sharing.look": { args: ShareArgs; result: Sheet; frames: never };
  /** Make a personal link for somebody on the list; it is told this once. */
  "sharing.personal": { args: SharePersonArgs; result: PersonalLink; frames: never };
  /** Take somebody off the list. */
  "sharing.remove": { args: SharePersonArgs; result: Sheet; frames: never };
  /** Take every link back. */
  "sharing.revoke": { args: ShareArgs; result: Sheet; frames: never };
  /** Open the share to anybody, or to the people of the list alone. */
  "sharing.set_mode": { args: ShareModeArgs; result: Sheet; frames: never };
  /** Drop the result a pane shows. */
  "sql.close": { args: SqlCloseArgs; result: SqlClosed; frames: never };
  /** What can stand at the cursor of a query. */
  "sql.complete": { args: SqlCompleteArgs; result: SqlOffers; frames: never };
  /** Run one SELECT; its rows are kept until the pane runs another or closes. */
  "sql.run": { args: SqlRunArgs; result: SqlRan; frames: never };
  /** The kept charts of a dataset. */
  "studio.charts": { args: StudioArgs; result: StudioCharts; frames: never };
  /** Delete a kept chart. */
  "studio.delete": { args: KeptChartArgs; result: StudioCharts; frames: never };
  /** Draw a chart, or say what it lacks. */
  "studio.draw": { args: DrawArgs; result: Drawing; frames: never };
  /** Keep a chart a second time. */
  "studio.duplicate": { args: KeptChartArgs; result: StudioCharts; frames: never };
  /** The fields of a dataset as charts see them. */
  "studio.fields": { args: StudioArgs; result: StudioFields; frames: never };
  /** A chart as the bytes of a file, on white. */
  "studio.file": { args: ChartFileArgs; result: ChartFile; frames: "file" };
  /** Keep a chart under a name. */
  "studio.keep": { args: KeepChartArgs; result: StudioChart; frames: never };
  /** Give a kept chart another name. */
  "studio.rename": { args: KeptChartArgs; result: StudioCharts; frames: never };
  /** A part of the views' JavaScript, in the frame `code`. */
  "views.part": { args: PartArgs; result: null; frames: "code" };
}

export type OpName = keyof Operations;
export type ArgsOf<O extends OpName> = Operations[O]["args"];
export type ResultOf<O extends OpName> = Operations[O]["result"];
