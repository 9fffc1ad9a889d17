// What the extension and the views it loads later know of one another.

export interface Vault {
  id: string;
  name: string;
}

/** What a view has done for it by JupyterLab. */
export interface Hands {
  /** Writes code into a new cell; false where no notebook is in front. */
  insert: (code: string) => boolean;
  /** Opens a dataset in a tab of its own; missing where there are no tabs. */
  open?: (vault: Vault, datasetId: string) => void;
  /** Opens a notebook; rejected with a sentence where it can't be. */
  visit: (path: string) => Promise<void>;
  /** Told what is being imported or exported, in few words; empty when nothing is. */
  onWork: (words: string) => void;
  /** Told what the dataset of a tab is called. */
  onName?: (name: string) => void;
  /** Ends the tab. */
  close?: () => void;
}

/** Where to fetch a file, and what it is known by. */
export interface FileFound {
  url: string;
  /** In milliseconds since 1970. */
  modified: number;
  byteCount: number | null;
}

/** A file among the contents of Jupyter's server. */
export interface FileInJupyter {
  name: string;
  find: () => Promise<FileFound>;
}

export interface Mount extends Hands {
  base: string;
  vault: Vault;
  panel: "listing" | "dataset" | "file";
  traits: Record<string, unknown>;
  file?: FileInJupyter;
  pageSize: number;
}

export interface Mounted {
  fit(height: number): void;
  /** The ground has another colour. */
  dress(): void;
  code(datasetId: string): Promise<string>;
  end(): void;
}

/** What the server's `lab.js` has; it comes with the first look. */
export interface Views {
  vaultsOf(base: string): Promise<Vault[]>;
  mount(el: HTMLElement, options: Mount): Mounted;
}
