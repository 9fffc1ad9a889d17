// One of our views inside a widget of JupyterLab, with the server behind it instead of a kernel.

import type { FileInJupyter, Hands, Mounted, Vault, Views } from "./hands";
import type { Widget } from "./jupyterlab";
import type { Settings } from "./settings";

export interface PlaceOptions extends Hands {
  /** Jupyter's server. */
  base: string;
  settings: Settings;
  panel: "listing" | "dataset" | "file";
  traits?: Record<string, unknown>;
  /** Of which vault; without it the one that is set. */
  vault?: string | undefined;
  file?: FileInJupyter;
}

const STYLE = `
.dv-lab { overflow: auto; background: var(--jp-layout-color0); color: var(--jp-ui-font-color1); }
.dv-lab.is-light { --jp-layout-color0: #fff; --jp-layout-color1: #fff; --jp-ui-font-color0: #0b0d0f; --jp-ui-font-color1: #212121; --jp-brand-color1: #1b6ac9; }
.dv-lab.is-dark { --jp-layout-color0: #111; --jp-layout-color1: #212121; --jp-ui-font-color0: #fff; --jp-ui-font-color1: #e6e6e6; --jp-brand-color1: #64b5f6; }
.dv-lab-side { display: flex; flex-direction: column; }
.dv-lab > div { min-height: 100%; display: grid; grid-template-columns: minmax(0, 1fr); }
.dv-lab-side > div { flex: 1; min-height: 0; }
.dv-lab .dv.dv-view { border: 0; border-radius: 0; }
.dv-lab .dv-h1 { white-space: nowrap; }
.dv-lab-said { margin: 0; padding: 12px 16px; font-size: var(--jp-ui-font-size1); }
.dv-lab select.dv-lab-vault { flex: none; width: calc(100% - 24px); height: 28px; margin: 8px 12px 0; background: var(--jp-layout-color1); color: var(--jp-ui-font-color1); font-size: var(--jp-ui-font-size1); }
`;

let isStyled = false;

function styled(): void {
  if (isStyled) return;
  isStyled = true;
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
}

export class Place {
  #isOpen = false;
  #view: Mounted | undefined;
  /** What is drawn, as far as settings decide it. */
  #drawn = "";

  constructor(
    private readonly widget: Widget,
    private readonly options: PlaceOptions,
  ) {
    styled();
    widget.node.classList.add("dv-lab");
    widget.node.classList.toggle("dv-lab-side", options.panel === "listing");
    // Nothing is loaded before somebody looks.
    widget.onAfterShow = () => void this.#show();
    widget.onAfterAttach = () => void (widget.isVisible && this.#show());
    widget.onResize = () => this.#fit();
    const forget = options.settings.onChange(() => this.#follow());
    widget.disposed.connect(() => {
      forget();
      this.#view?.end();
    });
    void options.settings.ready.then(() => this.#dress());
  }

  /** The code that loads a dataset. */
  async code(datasetId: string): Promise<string> {
    if (!this.#view) throw new Error("The vault isn’t open yet.");
    return this.#view.code(datasetId);
  }

  async #show(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#say("Opening the vault …");
    try {
      const { base, settings } = this.options;
      await settings.ready;
      const views: Views = await import(`${base}datavault/static/lab.js`);
      const vaults = await views.vaultsOf(base);
      if (this.widget.isDisposed) return;
      this.#open(views, vaults);
    } catch (error) {
      this.#refuse(`The vault can’t be opened: ${(error as Error).message}`);
    }
  }

  #open(views: Views, vaults: Vault[]): void {
    const { vault: given, settings } = this.options;
    const wanted = given || settings.chosen.vault;
    const named = vaults.find(({ id, name }) => id === wanted || name === wanted);
    // A setting that names none must not keep the listing from showing what there is.
    const vault = named ?? (given ? undefined : vaults[0]);
    if (vault) this.#draw(views, vault, vaults);
    else this.#refuse(given ? "This vault is no longer offered here." : NONE);
  }

  /** Draw the view of a vault; where there are several, with the choice above it. */
  #draw(views: Views, vault: Vault, vaults: Vault[]): void {
    const { options } = this;
    const { panel, traits = {}, settings } = options;
    this.#view?.end();
    const { node } = this.widget;
    node.replaceChildren();
    if (panel === "listing" && vaults.length > 1) node.append(this.#choice(views, vault, vaults));
    this.#view = views.mount(node.appendChild(document.createElement("div")), {
      ...options,
      ...{ traits, vault, pageSize: settings.chosen.pageSize },
    });
    this.#drawn = this.#key();
    this.#fit();
  }

  #choice(views: Views, vault: Vault, vaults: Vault[]): HTMLElement {
    const select = document.createElement("select");
    select.className = "dv-lab-vault jp-mod-styled";
    select.setAttribute("aria-label", "Vault");
    for (const { id, name } of vaults) select.append(new Option(name, id, id === vault.id));
    select.value = vault.id;
    select.onchange = () => {
      const chosen = vaults.find(({ id }) => id === select.value);
      if (!chosen) return;
      this.#draw(views, chosen, vaults);
      this.options.settings.keepVault(chosen.name);
    };
    return select;
  }

  #key(): string {
    const { vault, pageSize } = this.options.settings.chosen;
    return `${pageSize} ${vault}`;
  }

  /** Only the listing depends on more than the theme; what is under way elsewhere stays. */
  #follow(): void {
    this.#dress();
    if (this.options.panel !== "listing" || !this.#view || this.#drawn === this.#key()) return;
    const shown = this.widget.node.querySelector<HTMLSelectElement>(".dv-lab-vault");
    const { vault, pageSize } = this.options.settings.chosen;
    const name = shown?.selectedOptions[0]?.text;
    if (name === vault && this.#drawn.split(" ")[0] === String(pageSize)) {
      // It was chosen above the listing, and is drawn.
      this.#drawn = this.#key();
      return;
    }
    this.#isOpen = false;
    if (this.widget.isVisible) void this.#show();
  }

  #dress(): void {
    const { theme } = this.options.settings.chosen;
    this.widget.node.classList.toggle("is-light", theme === "light");
    this.widget.node.classList.toggle("is-dark", theme === "dark");
    this.#view?.dress();
  }

  /** The rows take the height there is. */
  #fit(): void {
    const { clientHeight } = this.widget.node;
    if (clientHeight > 0) this.#view?.fit(Math.max(240, clientHeight - 200));
  }

  #say(text: string): void {
    this.#view?.end();
    this.#view = undefined;
    const said = document.createElement("p");
    said.className = "dv-lab-said";
    said.setAttribute("role", "status");
    said.textContent = text;
    this.widget.node.replaceChildren(said);
  }

  #refuse(text: string): void {
    this.#isOpen = false;
    this.#say(text);
    const again = document.createElement("button");
    again.className = "jp-mod-styled";
    again.textContent = "Try again";
    again.onclick = () => void this.#show();
    this.widget.node.firstElementChild?.append(" ", again);
  }
}

const NONE =
  "This server offers you no vault. Whom it belongs to can name some in its configuration: " +
  "DataVault.vaults.";
