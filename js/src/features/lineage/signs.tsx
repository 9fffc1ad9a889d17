// Signs for the state of a version: a form and a word, never a colour alone.

import type { VersionItem, VersionState } from "../../protocol/operations";
import { Badge, type BadgeState } from "../../ui";

const GLYPHS: Record<VersionState, BadgeState> = {
  draft: "draft",
  failed: "failed",
  aborted: "orphaned",
  final: "final",
  published: "published",
};

export const stateWord = ({ state }: VersionItem) => `${state[0]?.toUpperCase()}${state.slice(1)}`;

export function State(props: { item: VersionItem; isSmall?: boolean; isBoxed?: boolean }) {
  const { item } = props;
  return (
    <Badge
      state={GLYPHS[item.state]}
      word={stateWord(item)}
      isIconOnly={props.isSmall}
      isBoxed={props.isBoxed}
    />
  );
}
