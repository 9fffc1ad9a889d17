// The vault in JupyterLab: a panel in the sidebar, a dataset in a tab, commands, a launcher card.

import type {
  App,
  Args,
  Launcher,
  Modules,
  Notebooks,
  Palette,
  Plugin,
  Restorer,
  Widget,
} from "./jupyterlab";
import { Place, type Vault } from "./place";

const SHOW = "datavault:show";
const OPEN = "datavault:open";
const CATEGORY = "Data Vault";
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" class="jp-icon-selectable" stroke-width="1.5"><rect x="2.25" y="2.25" width="11.5" height="11.5" rx="1.5"/><circle cx="8" cy="8" r="2.75"/><path d="M8 5.25V3.75M8 12.25v-1.5M10.75 8h1.5M3.75 8h1.5"/></svg>';

interface Services {
  restorer: Restorer | null;
  palette: Palette | null;
  launcher: Launcher | null;
  notebooks: Notebooks | null;
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

function start(app: App, modules: Modules, services: Services): void {
  const { Widget: Bare } = modules["@lumino/widgets"];
  const { LabIcon } = modules["@jupyterlab/ui-components"];
  const icon = new LabIcon({ name: "datavault:vault", svgstr: ICON });
  const base = new URL(modules["@jupyterlab/coreutils"].PageConfig.getBaseUrl(), location.href);
  const insert = inserting(modules, services);
  const tracker = new modules["@jupyterlab/apputils"].WidgetTracker({ namespace: "datavault" });
  const of = new WeakMap<Widget, Args>();
  const place = (widget: Widget, panel: string, traits: Record<string, unknown>) =>
    new Place(widget, { base: base.href, panel, traits, insert, open });

  function open(vault: Vault, id: string): void {
    void app.commands.execute(OPEN, { vault: vault.id, id, name: "Dataset" });
  }

  const side = new Bare();
  side.id = "datavault-sidebar";
  side.title.caption = "Data Vault";
  side.title.icon = icon;
  place(side, "listing", { dataset_id: "" });
  app.shell.add(side, "left", { rank: 550 });
  services.restorer?.add(side, side.id);

  app.commands.addCommand(SHOW, {
    label: "Data Vault",
    caption: "Show the datasets of your vault",
    icon,
    execute: () => app.shell.activateById(side.id),
  });
  app.commands.addCommand(OPEN, {
    label: ({ name }) => `Open ${name ?? "a dataset"}`,
    execute: async (args) => {
      const id = `datavault-${args.id}`;
      const known = tracker.find((each) => each.id === id);
      if (known) return app.shell.activateById(id);
      const tab = new Bare();
      tab.id = id;
      Object.assign(tab.title, { label: args.name, icon, closable: true });
      of.set(tab, args);
      place(tab, "dataset", { dataset_id: args.id, vault: args.vault }).onName = (name) => {
        tab.title.label = name;
        of.set(tab, { ...args, name });
        void tracker.save(tab);
      };
      app.shell.add(tab, "main");
      await tracker.add(tab);
      app.shell.activateById(id);
    },
  });
  services.palette?.addItem({ command: SHOW, category: CATEGORY });
  services.launcher?.add({ command: SHOW, category: "Other", rank: 5 });
  void services.restorer?.restore(tracker, {
    command: OPEN,
    args: (widget) => of.get(widget) ?? {},
    name: (widget) => widget.id,
  });
}

export function pluginOf(modules: Modules): Plugin {
  const wanted = [
    modules["@jupyterlab/application"].ILayoutRestorer,
    modules["@jupyterlab/apputils"].ICommandPalette,
    modules["@jupyterlab/launcher"]?.ILauncher,
    modules["@jupyterlab/notebook"]?.INotebookTracker,
  ];
  return {
    id: "datavault-jupyter:vault",
    description: "The datasets of your vault in the sidebar and in tabs.",
    autoStart: true,
    requires: [],
    // A front end without one of them does without what it is for.
    optional: wanted.filter(Boolean),
    activate(app: App, ...found: never[]) {
      const by = new Map(wanted.filter(Boolean).map((token, at) => [token, found[at] ?? null]));
      const [restorer, palette, launcher, notebooks] = wanted.map((token) => by.get(token) ?? null);
      const services = { restorer, palette, launcher, notebooks } as unknown as Services;
      start(app, modules, services);
    },
  };
}
