// The views for JupyterLab's own widgets: the server is behind them, and no kernel.

import type { ComponentChildren } from "preact";
import { render } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { Download } from "../features/exports/download";
import { ImportFetched } from "../features/imports/fetched";
import { JobList, JobWatch, wordsOf } from "../features/jobs";
import { NotebookSection } from "../features/notebooks";
import type { Mount, Mounted } from "../lab/hands";
import type { ExportJob, ImportJob } from "../protocol/operations";
import { HttpPort } from "../transport/http";
import type { Model } from "../transport/model";
import type { Port } from "../transport/port";
import { useTheme, useWidth } from "../ui";
import { Surrounding } from "../ui/port";
import { App } from "./app";
import { served, styled } from "./served";

export { vaultsOf } from "../transport/http";

/** What runs in each vault, watched once a page, however many views there are. */
const watches = new Map<string, JobWatch>();

function watchOf({ base, vault, onWork }: Mount): JobWatch {
  const known = watches.get(vault.id);
  if (known) return known;
  const made = new JobWatch(new HttpPort({ base, vault: vault.id }));
  watches.set(vault.id, made);
  made.listen((works) => onWork(wordsOf(works)));
  return made;
}

type Asked = Parameters<Port["ask"]>;

/** What a view asks, with what JupyterLab adds to it. */
class Asking {
  /** Uploads that led to no import yet. */
  readonly #uploads = new Set<string>();

  constructor(
    private readonly http: HttpPort,
    private readonly mount: Mount,
  ) {}

  readonly ask: Port["ask"] = async (op, args, options) => {
    const answer = await this.http.ask(op, args, options);
    this.#hear(op, args, answer.data);
    return answer;
  };

  /** What was uploaded for nothing goes with the view. */
  end(): void {
    for (const upload_id of this.#uploads)
      this.http.ask("imports.upload_discard", { upload_id }).catch(() => undefined);
    this.http.close();
  }

  #hear(op: Asked[0], args: unknown, told: unknown): void {
    const { mount } = this;
    const data = (told ?? {}) as Record<string, unknown>;
    const asked = args as { name?: string; source?: { upload_id?: string }; upload_id?: string };
    if (op === "datasets.describe" && data.name) mount.onName?.(String(data.name));
    if (op === "imports.upload_begin") this.#uploads.add(String(data.upload_id));
    if (op === "imports.upload_discard") this.#uploads.delete(String(asked.upload_id));
    if (op === "imports.start" || op === "hub.start") {
      this.#uploads.delete(String(asked.source?.upload_id));
      watchOf(mount).began({ kind: "import", job: told as ImportJob });
    }
    if (op === "exports.start" || op === "exports.again")
      watchOf(mount).began({ kind: "export", job: told as ExportJob });
    // Set in JupyterLab's settings, it goes before what was chosen in the listing.
    if (op === "preferences.get" && asked.name === "listing" && mount.pageSize)
      data.value = { ...(data.value as object | null), page_size: mount.pageSize };
  }
}

function portOf(http: HttpPort, asking: Asking, { insert, visit }: Mount): Port {
  return {
    isAlive: true,
    isServed: true,
    ask: asking.ask,
    insert,
    visit,
    onNews: (listener) => http.onNews(listener),
    onBusy: (listener) => http.onBusy(listener),
  };
}

/** The view's traits: they live in the page, and a dataset may be opened elsewhere. */
function modelOf({ panel, traits, vault, open }: Mount): Model {
  const model = served({ _panel: panel, _title: vault.name, _vault_id: vault.id, ...traits });
  if (panel !== "listing" || !open) return model;
  const set = (name: string, value: unknown) =>
    name === "dataset_id" && value ? open(vault, String(value)) : model.set(name, value);
  return { ...model, set };
}

/** A root like that of `App`, for what stands beside one or in its place. */
function Root(props: { model: Model; port: Port; class?: string; children: ComponentChildren }) {
  const { model, port } = props;
  const root = useRef<HTMLDivElement>(null);
  useTheme(root);
  useWidth(root);
  return (
    <div ref={root} class={`dv dv-view ${props.class ?? ""}`} data-lm-suppress-shortcuts="true">
      <Surrounding.Provider value={{ model, port }}>{props.children}</Surrounding.Provider>
    </div>
  );
}

function View({ mount, model, port }: { mount: Mount; model: Model; port: Port }) {
  const { panel, file, vault } = mount;
  const [opened, setOpened] = useState("");
  const within = useMemo(() => served({ _panel: "dataset", dataset_id: opened }), [opened]);
  // Where there are no tabs, a dataset is shown in the place of what led to it.
  const open = (id: string) => {
    if (mount.open) mount.open(vault, id);
    else if (panel === "listing") model.set("dataset_id", id);
    else setOpened(id);
  };
  if (opened) return <App model={within} port={port} />;
  if (panel === "file" && file) {
    const close = () => mount.close?.();
    const done = (id: string) => {
      open(id);
      if (mount.open) close();
    };
    return (
      <Root {...{ model, port }}>
        <ImportFetched name={file.name} find={file.find} onDone={done} onClose={close} />
      </Root>
    );
  }
  if (panel === "dataset") return <App {...{ model, port }} />;
  return (
    <div class="dv-side">
      <div class="dv-side-main">
        <App {...{ model, port }} />
      </div>
      <Root {...{ model, port }} class="dv-side-foot">
        <JobList watch={watchOf(mount)} onOpen={open} fetching={(job) => <Download job={job} />} />
        <NotebookSection />
      </Root>
    </div>
  );
}

/** Draw a view; what it gives changes its height, and ends it. */
export function mount(el: HTMLElement, options: Mount): Mounted {
  styled();
  const http = new HttpPort({ base: options.base, vault: options.vault.id });
  const asking = new Asking(http, options);
  const model = modelOf(options);
  const port = portOf(http, asking, options);
  const code = async (dataset_id: string) =>
    (await port.ask("datasets.load_code", { dataset_id })).data.code;
  watchOf(options);
  render(<View mount={options} model={model} port={port} />, el);
  return {
    fit: (height: number) => model.set("height", height),
    // Views look at their ground whenever an attribute of the body changes.
    dress: () => document.body.toggleAttribute("data-dv-dressed"),
    code,
    end() {
      render(null, el);
      asking.end();
    },
  };
}
