// The websocket on which the server tells news; open while somebody listens.

import type { News } from "./port";
import { newsTo } from "./told";

const CLOSED_TO_YOU = 4403;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export class Lines {
  readonly #url: string;
  readonly #listeners = new Set<(news: News) => void>();
  #socket: WebSocket | null = null;
  #pause = FIRST_PAUSE_MS;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#socket && this.#again === undefined) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) this.close();
    };
  }

  close(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    // The numbers of news begin anew with each connection.
    const tell = newsTo(this.#listeners);
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE_MS;
      // Something may have happened since the view asked, or since the line broke.
      tell({ news: "datasets.changed", data: {}, seq: 0 });
    };
    socket.onmessage = ({ data }) => tell(JSON.parse(data));
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (code === CLOSED_TO_YOU) return;
      this.#again = setTimeout(() => {
        this.#again = undefined;
        this.#open();
      }, this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    };
  }
}
