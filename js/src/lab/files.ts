// Files of Jupyter's file browser: imported from its menu, looked at in place of an editor.

import type { FileInJupyter } from "./hands";
import type { App, Browser, Contents, Modules, Widget } from "./jupyterlab";

/** What the importer reads, also packed. */
const READ = /\.(csv|tsv|tab|txt|json|ndjson|jsonl|parquet|pq|zip|gz|zst|bz2|xz)$/i;

/** What "Open With" offers our view for, besides what opens it by itself. */
const SHOWN = [
  ["csv", "CSV", "text/csv"],
  ["tsv", "TSV", "text/tab-separated-values"],
  ["json", "JSON", "application/json"],
  ["jsonl", "JSON Lines", "application/jsonl"],
  ["ndjson", "NDJSON", "application/x-ndjson"],
  ["parquet", "Parquet", "application/vnd.apache.parquet"],
] as const;

const MODEL = "datavault-file";

/** The files chosen in the browser; none where one of what is chosen can't be imported. */
export function chosenFiles(browser: Browser | null): string[] {
  const items = [...(browser?.selectedItems() ?? [])];
  const isFine = items.every(({ path, type }) => type !== "directory" && READ.test(path));
  return isFine ? items.map(({ path }) => path) : [];
}

const lastPart = (path: string) => path.split("/").pop() || path;

export function fileAt(contents: Contents, path: string): FileInJupyter {
  return {
    name: lastPart(contents.localPath(path)),
    async find() {
      const { last_modified, size } = await contents.get(path, { content: false });
      const url = await contents.getDownloadUrl(path);
      return { url, modified: Date.parse(last_modified), byteCount: size ?? null };
    },
  };
}

/** The names of the file types, where a front end lacks one with ours added. */
function fileTypes({ docRegistry }: App): string[] {
  return SHOWN.map(([extension, displayName, mimeType]) => {
    const known = docRegistry
      .getFileTypesForPath(`a.${extension}`)
      .find(({ extensions }) => extensions.includes(`.${extension}`));
    if (known) return known.name;
    const name = `datavault-${extension}`;
    const extensions = [`.${extension}`];
    docRegistry.addFileType({ name, displayName, extensions, mimeTypes: [mimeType] });
    return name;
  });
}

/** Offer our view under "Open With", never as what opens a file by itself. */
export function offerView(
  app: App,
  modules: Modules,
  show: (content: Widget, path: string, tab: Widget) => void,
): void {
  const found = modules["@jupyterlab/docregistry"];
  if (!found) return;
  const { ABCWidgetFactory, DocumentWidget, TextModelFactory } = found;
  const { Widget: Bare } = modules["@lumino/widgets"];

  class FileModel extends TextModelFactory {
    get name() {
      return MODEL;
    }
    /** The file's text is not read: our view fetches it, however long it is. */
    get fileFormat() {
      return null;
    }
    override createNew(options: Record<string, unknown> | undefined) {
      // Without this a checkpoint, a second copy of the file, would be made of each file opened.
      return super.createNew({ ...options, collaborationEnabled: true });
    }
  }

  class FileView extends ABCWidgetFactory {
    createNewWidget(context: { path: string }) {
      const content = new Bare();
      const tab = new DocumentWidget({ content, context });
      tab.toolbar.setHidden(true);
      show(content, context.path, tab);
      return tab;
    }
  }

  const types = fileTypes(app);
  app.docRegistry.addModelFactory(new FileModel());
  app.docRegistry.addWidgetFactory(
    new FileView({
      name: "Data Vault",
      modelName: MODEL,
      fileTypes: types,
      defaultFor: [],
      readOnly: true,
    }),
  );
}
