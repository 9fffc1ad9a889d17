// What this extension uses of JupyterLab, and where it gets it: the page's own copy of each module.

export interface Widget {
  id: string;
  node: HTMLElement;
  title: { label: string; caption: string; closable: boolean; icon: unknown };
  isVisible: boolean;
  onAfterAttach: () => void;
  onAfterShow: () => void;
  onResize: () => void;
  disposed: { connect(listener: () => void): void };
}

interface Command {
  label: string | ((args: Args) => string);
  caption?: string;
  icon?: unknown;
  execute: (args: Args) => unknown;
}

export type Args = Record<string, string>;

export interface App {
  shell: {
    add(widget: Widget, area: "left" | "main", options?: { rank: number }): void;
    activateById(id: string): void;
  };
  commands: {
    addCommand(id: string, command: Command): void;
    execute(id: string, args?: Args): Promise<unknown>;
  };
}

export interface Restorer {
  add(widget: Widget, name: string): void;
  restore(
    tracker: Tracker,
    options: { command: string; args: (of: Widget) => Args; name: (of: Widget) => string },
  ): Promise<unknown>;
}

export interface Tracker {
  add(widget: Widget): Promise<void>;
  save(widget: Widget): Promise<void>;
  find(test: (widget: Widget) => boolean): Widget | undefined;
}

export interface Palette {
  addItem(item: { command: string; category: string; args?: Args }): void;
}

export interface Launcher {
  add(item: { command: string; category: string; rank?: number }): void;
}

export interface Notebooks {
  currentWidget: { content: unknown; context: { isReady: boolean } } | null;
}

/** The modules, as far as we use them; one a front end doesn't have is missing. */
export interface Modules {
  "@lumino/widgets": { Widget: new () => Widget };
  "@jupyterlab/coreutils": { PageConfig: { getBaseUrl(): string } };
  "@jupyterlab/application": { ILayoutRestorer: unknown };
  "@jupyterlab/apputils": {
    ICommandPalette: unknown;
    WidgetTracker: new (options: { namespace: string }) => Tracker;
  };
  "@jupyterlab/ui-components": {
    LabIcon: new (options: { name: string; svgstr: string }) => unknown;
  };
  "@jupyterlab/launcher"?: { ILauncher: unknown };
  "@jupyterlab/notebook"?: {
    INotebookTracker: unknown;
    NotebookActions: { insertBelow(notebook: unknown): void };
  };
}

export interface Plugin {
  id: string;
  description: string;
  autoStart: true;
  requires: unknown[];
  optional: unknown[];
  activate: (app: App, ...services: never[]) => void;
}

export type Scope = Record<string, Record<string, { get: () => unknown }> | undefined>;

const NAMES = [
  "@lumino/widgets",
  "@jupyterlab/coreutils",
  "@jupyterlab/application",
  "@jupyterlab/apputils",
  "@jupyterlab/ui-components",
  "@jupyterlab/launcher",
  "@jupyterlab/notebook",
] as const;

async function moduleOf(scope: Scope, name: string): Promise<unknown> {
  // A page has one of each: JupyterLab shares these as singletons.
  const [own] = Object.values(scope[name] ?? {});
  const factory = (await own?.get()) as (() => unknown) | undefined;
  return factory?.();
}

/** Every module we use, out of what the page shares. */
export async function modulesOf(scope: Scope): Promise<Modules> {
  const found = await Promise.all(
    NAMES.map(async (name) => [name, await moduleOf(scope, name)] as const),
  );
  return Object.fromEntries(found) as unknown as Modules;
}
