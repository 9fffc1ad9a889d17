// As much of anywidget's model as a port uses.

type Listener = (...args: unknown[]) => void;

export class StubModel {
  readonly sent: { content: unknown; buffers: unknown }[] = [];
  readonly #listeners = new Map<string, Set<Listener>>();

  get(name: string): unknown {
    return name === "_vault_id" ? "vlt_1" : undefined;
  }

  send(content: unknown, _callbacks?: unknown, buffers?: unknown): void {
    this.sent.push({ content, buffers });
  }

  on(name: string, listener: Listener): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
  }

  off(name: string, listener: Listener): void {
    this.#listeners.get(name)?.delete(listener);
  }

  fire(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(...args);
  }
}
