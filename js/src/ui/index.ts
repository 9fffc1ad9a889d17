// The kit every panel is made of.

export { useAsk } from "./asking";
export { Button, type ButtonProps, Chip, IconButton, type IconButtonProps } from "./button";
export { Check, Radio, type RadioOption, Switch } from "./choice";
export { Dialog, type DialogAction } from "./dialog";
export { Banner, EmptyState, Progress, Skeleton, Spinner } from "./feedback";
export { Field, TextArea, TextInput, type TextInputProps } from "./fields";
export { saveFile } from "./files";
export * from "./format";
export { useEvent, useLatest, useNow, useTheme, useWidth, type Width } from "./hooks";
export type { IconName } from "./icons";
export { later, lendBy, warm } from "./later";
export type { Anchor } from "./layer";
export { Menu, type MenuEntry } from "./menu";
export { Pace } from "./pace";
export { Popover } from "./popover";
export { usePort, useSurroundings, useTrait } from "./port";
export { Select, type SelectOption } from "./select";
export {
  Badge,
  type BadgeState,
  Count,
  Icon,
  Kbd,
  Source,
  type SourceKind,
  Tag,
} from "./signs";
export { Tabs } from "./tabs";
export { WithTip } from "./tip";
export { type Toast, useToasts } from "./toasts";
