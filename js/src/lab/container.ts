// What JupyterLab loads: a container in the form its module federation asks for. Everything it takes
// from JupyterLab is in the page already, so there is nothing to build beyond this file.

import { type Modules, modulesOf, type Plugin, type Scope } from "./jupyterlab";
import { pluginOf } from "./plugin";

interface Container {
  init(scope: Scope): void;
  get(name: string): Promise<() => { __esModule: true; default: Plugin }>;
}

const page = globalThis as unknown as { _JUPYTERLAB?: Record<string, Container> };
let shared: Scope = {};

page._JUPYTERLAB ??= {};
page._JUPYTERLAB["datavault-jupyter"] = {
  init(scope) {
    shared = scope;
  },
  async get() {
    const modules: Modules = await modulesOf(shared);
    return () => ({ __esModule: true, default: pluginOf(modules) });
  },
};
