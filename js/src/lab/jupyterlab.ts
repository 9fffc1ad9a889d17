// What this extension uses of JupyterLab, and where it gets it: the page's own copy of each module.

interface Signal<T = unknown> {
  connect(listener: (sender: unknown, told: T) => void): void;
}

export interface Widget {
  id: string;
  node: HTMLElement;
  title: { label: string; caption: string; closable: boolean; icon: unknown };
  isVisible: boolean;
  isDisposed: boolean;
  onAfterAttach: () => void;
  onAfterShow: () => void;
  onResize: () => void;
  disposed: Signal;
  dispose(): void;
  setHidden(isHidden: boolean): void;
}

interface Command {
  label: string | ((args: Args) => string);
  caption?: string;
  icon?: unknown;
  isVisible?: () => boolean;
  execute: (args: Args) => unknown;
}

export type Args = Record<string, string>;

interface FileType {
  name: string;
  displayName: string;
  extensions: string[];
  mimeTypes: string[];
}

export interface App {
  shell: {
    add(widget: Widget, area: "left" | "main", options?: { rank: number }): void;
    activateById(id: string): void;
  };
  commands: {
    addCommand(id: string, command: Command): void;
    execute(id: string, args?: Args): Promise<unknown>;
  };
  contextMenu: { addItem(item: { command: string; selector: string; rank: number }): void };
  docRegistry: {
    getFileTypesForPath(path: string): FileType[];
    addFileType(type: FileType): void;
    addModelFactory(factory: object): void;
    addWidgetFactory(factory: object): void;
  };
  serviceManager: { contents: Contents };
}

export interface Contents {
  get(path: string, options: { content: false }): Promise<ContentsModel>;
  getDownloadUrl(path: string): Promise<string>;
  localPath(path: string): string;
}

export interface ContentsModel {
  path: string;
  name: string;
  last_modified: string;
  size?: number | null;
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

export interface Browser {
  selectedItems(): Iterable<{ path: string; type: string }>;
}

export interface Registry {
  load(plugin: string): Promise<{
    composite: Record<string, unknown>;
    changed: Signal;
    set(name: string, value: unknown): Promise<void>;
  }>;
}

export interface StatusBar {
  registerStatusItem(
    id: string,
    options: { item: Widget; align: "left" | "middle" | "right"; rank: number },
  ): unknown;
}

export interface Drag {
  start(x: number, y: number): Promise<unknown>;
}

interface Document {
  path: string;
}

type ModelOptions = Record<string, unknown> | undefined;

/** The modules, as far as we use them; one a front end doesn't have is missing. */
export interface Modules {
  "@lumino/widgets": { Widget: new (options?: { node: HTMLElement }) => Widget };
  "@jupyterlab/coreutils": {
    PageConfig: { getBaseUrl(): string; getOption(name: string): string };
  };
  "@jupyterlab/application": { ILayoutRestorer: unknown };
  "@jupyterlab/apputils": {
    ICommandPalette: unknown;
    Notification: { error(text: string, options: { autoClose: number }): void };
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
  "@jupyterlab/filebrowser"?: { IDefaultFileBrowser: unknown };
  "@jupyterlab/settingregistry"?: { ISettingRegistry: unknown };
  "@jupyterlab/statusbar"?: { IStatusBar: unknown };
  "@jupyterlab/docregistry"?: {
    TextModelFactory: new () => {
      createNew(options: ModelOptions): unknown;
    };
    ABCWidgetFactory: new (options: object) => object;
    DocumentWidget: new (options: {
      content: Widget;
      context: Document;
    }) => Widget & {
      toolbar: Widget;
    };
  };
  "@lumino/dragdrop"?: { Drag: new (options: object) => Drag };
  "@lumino/coreutils"?: { MimeData: new () => { setData(mime: string, data: unknown): void } };
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
  "@lumino/coreutils",
  "@lumino/dragdrop",
  "@jupyterlab/coreutils",
  "@jupyterlab/application",
  "@jupyterlab/apputils",
  "@jupyterlab/docregistry",
  "@jupyterlab/filebrowser",
  "@jupyterlab/settingregistry",
  "@jupyterlab/statusbar",
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
