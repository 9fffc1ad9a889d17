// What is being imported or exported, in JupyterLab's status bar: a press shows it in the sidebar.

import type { Modules, StatusBar } from "./jupyterlab";

/** Returns what tells the words; empty ones take the item out of sight. */
export function statusItem(
  modules: Modules,
  bar: StatusBar | null,
  onPress: () => void,
): (words: string) => void {
  if (!bar) return () => undefined;
  const node = document.createElement("button");
  node.className = "dv-lab-status";
  const looks = "border:0;background:none;color:inherit;font:inherit;cursor:pointer;padding:0 8px";
  node.style.cssText = looks;
  node.title = "Show it in the sidebar";
  node.onclick = onPress;
  const item = new modules["@lumino/widgets"].Widget({ node });
  item.setHidden(true);
  bar.registerStatusItem("datavault:work", { item, align: "left", rank: 20 });
  return (words) => {
    node.textContent = words && `Data Vault: ${words}`;
    item.setHidden(!words);
  };
}
