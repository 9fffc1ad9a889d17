// One of our views inside a widget of JupyterLab, with the server behind it instead of a kernel.

import type { Widget } from "./jupyterlab";

export interface Vault {
  id: string;
  name: string;
}

export interface PlaceOptions {
  /** Jupyter's server. */
  base: string;
  panel: string;
  traits: Record<string, unknown>;
  insert: (code: string) => boolean;
  open: (vault: Vault, datasetId: string) => void;
}

/** What the server's `lab.js` has; it comes with the first look. */
interface Views {
  vaultsOf(base: string): Promise<Vault[]>;
  mount(el: HTMLElement, options: object): { fit(height: number): void; end(): void };
}

const STYLE = `
.dv-lab { overflow: auto; background: var(--jp-layout-color0); color: var(--jp-ui-font-color1); }
.dv-lab > div { min-height: 100%; display: grid; }
.dv-lab .dv.dv-view { border: 0; border-radius: 0; }
.dv-lab .dv-h1 { white-space: nowrap; }
.dv-lab-said { margin: 0; padding: 12px 16px; font-size: var(--jp-ui-font-size1); }
.dv-lab-vault { width: calc(100% - 24px); margin: 8px 12px 0; }
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
  /** Told what the dataset of a tab is called. */
  onName: (name: string) => void = () => undefined;
  #isOpen = false;
  #view: ReturnType<Views["mount"]> | undefined;

  constructor(
    private readonly widget: Widget,
    private readonly options: PlaceOptions,
  ) {
    styled();
    widget.node.classList.add("dv-lab");
    // Nothing is loaded before somebody looks.
    widget.onAfterShow = () => void this.#show();
    widget.onAfterAttach = () => void (widget.isVisible && this.#show());
    widget.onResize = () => this.#fit();
    widget.disposed.connect(() => this.#view?.end());
  }

  async #show(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#say("Opening the vault …");
    try {
      const { base, traits } = this.options;
      const views: Views = await import(`${base}datavault/static/lab.js`);
      const vaults = await views.vaultsOf(base);
      const wanted = traits.vault;
      const vault = wanted ? vaults.find(({ id }) => id === wanted) : vaults[0];
      if (vault) this.#draw(views, vault, vaults);
      else this.#refuse(wanted ? "This vault is no longer offered here." : NONE);
    } catch (error) {
      this.#refuse(`The vault can’t be opened: ${(error as Error).message}`);
    }
  }

  /** Draw the view of a vault; where there are several, with the choice above it. */
  #draw(views: Views, vault: Vault, vaults: Vault[]): void {
    const { base, panel, traits, insert, open } = this.options;
    const isList = panel === "listing";
    this.#view?.end();
    const { node } = this.widget;
    node.replaceChildren();
    if (isList && vaults.length > 1) node.append(this.#choice(views, vault, vaults));
    this.#view = views.mount(node.appendChild(document.createElement("div")), {
      ...{ base, vault, panel, traits, insert },
      open: isList ? (id: string) => open(vault, id) : undefined,
      onName: (name: string) => this.onName(name),
    });
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
      if (chosen) this.#draw(views, chosen, vaults);
    };
    return select;
  }

  /** The rows take the height there is. */
  #fit(): void {
    const { clientHeight } = this.widget.node;
    if (clientHeight > 0) this.#view?.fit(Math.max(240, clientHeight - 200));
  }

  #say(text: string): void {
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
