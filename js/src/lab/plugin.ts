// The vault in JupyterLab: a panel in the sidebar, datasets and files in tabs, commands, a launcher
// card, a word in the status bar.

import { drawable } from "./drag";
import { chosenFiles, fileAt, offerView } from "./files";
import type { Hands, Vault } from "./hands";
import type {
  App,
  Args,
  Browser,
  Launcher,
  Modules,
  Notebooks,
  Palette,
  Plugin,
  Registry,
  Restorer,
  StatusBar,
  Widget,
} from "./jupyterlab";
import { Place, type PlaceOptions } from "./place";
import { PLUGIN, Settings } from "./settings";
import { statusItem } from "./status";

const SHOW = "datavault:show";
const OPEN = "datavault:open";
const IMPORT = "datavault:import-file";
const CATEGORY = "Data Vault";
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" class="jp-icon-selectable" stroke-width="1.5"><rect x="2.25" y="2.25" width="11.5" height="11.5" rx="1.5"/><circle cx="8" cy="8" r="2.75"/><path d="M8 5.25V3.75M8 12.25v-1.5M10.75 8h1.5M3.75 8h1.5"/></svg>';

interface Services {
  restorer: Restorer | null;
  palette: Palette | null;
  launcher: Launcher | null;
  notebooks: Notebooks | null;
  browser: Browser | null;
  registry: Registry | null;
  bar: StatusBar | null;
}

/** Writes code into a new cell below the active one; false where no notebook is in front. */
function inserting(modules: Modules, { notebooks }: Services) {
  return (code: string): boolean => {
    const actions = modules["@jupyterlab/notebook"]?.NotebookActions;
    const found = notebooks?.currentWidget;
    if (!actions || !found?.context.isReady) return false;
    const notebook = found.content as {
      activeCell: { model: { sharedModel: { setSource(text: string): void } } } | null;
    };
    actions.insertBelow(notebook);
    notebook.activeCell?.model.sharedModel.setSource(code);
    return true;
  };
}

/** Opens a notebook where it is, and says so where it isn't any more. */
function visiting({ commands, serviceManager }: App) {
  return async (path: string): Promise<void> => {
    try {
      await serviceManager.contents.get(path, { content: false });
    } catch {
      throw new Error(`${path} is not there any more: it was moved, renamed or deleted.`);
    }
    await commands.execute("docmanager:open", { path });
  };
}

class Extension {
  readonly #icon: unknown;
  readonly #common: Pick<PlaceOptions, "base" | "settings"> & Hands;
  readonly #side: Widget;
  /** A page of Notebook 7 shows one thing: what is added to it is nowhere to be seen. */
  readonly #hasTabs: boolean;

  constructor(
    private readonly app: App,
    private readonly modules: Modules,
    private readonly services: Services,
  ) {
    const { PageConfig } = modules["@jupyterlab/coreutils"];
    const { LabIcon } = modules["@jupyterlab/ui-components"];
    this.#hasTabs = !PageConfig.getOption("notebookPage");
    this.#icon = new LabIcon({ name: "datavault:vault", svgstr: ICON });
    this.#common = {
      base: new URL(PageConfig.getBaseUrl(), location.href).href,
      settings: new Settings(services.registry),
      insert: inserting(modules, services),
      visit: visiting(app),
      ...(this.#hasTabs && {
        open: (vault: Vault, id: string) =>
          void app.commands.execute(OPEN, { vault: vault.id, id, name: "Dataset" }),
      }),
      onWork: statusItem(modules, services.bar, () => void app.commands.execute(SHOW)),
    };
    this.#side = new modules["@lumino/widgets"].Widget();
  }

  start(): void {
    this.#addSide();
    this.#addTabs({
      command: OPEN,
      namespace: "datavault",
      label: ({ name }) => `Open ${name ?? "a dataset"}`,
      id: ({ id }) => `datavault-${id}`,
      options: ({ id, vault }) => ({ panel: "dataset", traits: { dataset_id: id }, vault }),
    });
    if (this.#hasTabs) this.#addImport();
    const { contents } = this.app.serviceManager;
    offerView(this.app, this.modules, (content, path, tab) => {
      tab.title.icon = this.#icon;
      const file = fileAt(contents, path);
      const close = () => tab.dispose();
      new Place(content, { ...this.#common, panel: "file", file, close });
    });
  }

  #addSide(): void {
    const { app, services } = this;
    const side = this.#side;
    side.id = "datavault-sidebar";
    side.title.caption = "Data Vault";
    side.title.icon = this.#icon;
    const place = new Place(side, { ...this.#common, panel: "listing" });
    drawable(this.modules, side.node, (id) => place.code(id));
    app.shell.add(side, "left", { rank: 550 });
    services.restorer?.add(side, side.id);
    app.commands.addCommand(SHOW, {
      label: "Data Vault",
      caption: "Show the datasets of your vault",
      icon: this.#icon,
      execute: () => app.shell.activateById(side.id),
    });
    services.palette?.addItem({ command: SHOW, category: CATEGORY });
    services.launcher?.add({ command: SHOW, category: "Other", rank: 5 });
  }

  #addImport(): void {
    const { app, services } = this;
    const { contents } = app.serviceManager;
    const open = this.#addTabs({
      command: IMPORT,
      namespace: "datavault-files",
      label: () => "Import into Data Vault",
      isVisible: () => chosenFiles(services.browser).length > 0,
      id: ({ path }) => `datavault-import-${path}`,
      options: ({ path = "" }) => ({ panel: "file", file: fileAt(contents, path) }),
      without: async () => {
        for (const path of chosenFiles(services.browser))
          await open({ path, name: `Import ${fileAt(contents, path).name}` });
      },
    });
    const selector = '.jp-DirListing-item[data-isdir="false"]';
    app.contextMenu.addItem({ command: IMPORT, selector, rank: 3.5 });
    services.palette?.addItem({ command: IMPORT, category: CATEGORY });
  }

  /** A command that opens something in a tab, once each, and again after a reload. */
  #addTabs(kind: {
    command: string;
    namespace: string;
    label: (args: Args) => string;
    isVisible?: () => boolean;
    id: (args: Args) => string;
    options: (args: Args) => Pick<PlaceOptions, "panel"> & Partial<PlaceOptions>;
    /** What the command does without being told of what. */
    without?: () => Promise<void>;
  }): (args: Args) => Promise<void> {
    const { app, modules, services } = this;
    const { Widget: Bare } = modules["@lumino/widgets"];
    const { namespace, command } = kind;
    const tracker = new modules["@jupyterlab/apputils"].WidgetTracker({ namespace });
    const of = new WeakMap<Widget, Args>();
    const open = async (args: Args) => {
      const id = kind.id(args);
      if (tracker.find((each) => each.id === id)) return app.shell.activateById(id);
      const tab = new Bare();
      tab.id = id;
      Object.assign(tab.title, { label: args.name, icon: this.#icon, closable: true });
      of.set(tab, args);
      new Place(tab, {
        ...this.#common,
        close: () => tab.dispose(),
        onName: (name) => {
          tab.title.label = name;
          of.set(tab, { ...args, name });
          void tracker.save(tab);
        },
        ...kind.options(args),
      });
      app.shell.add(tab, "main");
      await tracker.add(tab);
      app.shell.activateById(id);
    };
    app.commands.addCommand(command, {
      label: kind.label,
      icon: this.#icon,
      ...(kind.isVisible && { isVisible: kind.isVisible }),
      execute: (args) => (kind.without && !args.path ? kind.without() : open(args)),
    });
    void services.restorer?.restore(tracker, {
      command,
      args: (widget) => of.get(widget) ?? {},
      name: (widget) => widget.id,
    });
    return open;
  }
}

export function pluginOf(modules: Modules): Plugin {
  const wanted = [
    modules["@jupyterlab/application"].ILayoutRestorer,
    modules["@jupyterlab/apputils"].ICommandPalette,
    modules["@jupyterlab/launcher"]?.ILauncher,
    modules["@jupyterlab/notebook"]?.INotebookTracker,
    modules["@jupyterlab/filebrowser"]?.IDefaultFileBrowser,
    modules["@jupyterlab/settingregistry"]?.ISettingRegistry,
    modules["@jupyterlab/statusbar"]?.IStatusBar,
  ];
  return {
    id: PLUGIN,
    description: "The datasets of your vault in the sidebar and in tabs.",
    autoStart: true,
    requires: [],
    // A front end without one of them does without what it is for.
    optional: wanted.filter(Boolean),
    activate(app: App, ...found: never[]) {
      const by = new Map(wanted.filter(Boolean).map((token, at) => [token, found[at] ?? null]));
      const [restorer, palette, launcher, notebooks, browser, registry, bar] = wanted.map(
        (token) => by.get(token) ?? null,
      );
      const services = { restorer, palette, launcher, notebooks, browser, registry, bar };
      new Extension(app, modules, services as unknown as Services).start();
    },
  };
}
