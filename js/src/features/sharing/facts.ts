// What a share says of its dataset to whoever opens it.

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
