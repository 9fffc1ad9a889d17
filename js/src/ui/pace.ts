// When to look again at what changes by itself.

/** Work that is due again and again: never two at once, never too often, never out of sight. */
export class Pace {
  private isDue = false;
  private isUnder = false;
  private last = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `every` so many milliseconds at most. */
  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly every: number,
  ) {
    document.addEventListener("visibilitychange", this.go);
  }

  due(): void {
    this.isDue = true;
    this.go();
  }

  /** Begin what is due, where nothing stands against it. */
  private go = (): void => {
    clearTimeout(this.timer);
    if (!this.isDue || this.isUnder || document.hidden) return;
    const wait = this.last + this.every - performance.now();
    if (wait > 0) {
      this.timer = setTimeout(this.go, wait);
      return;
    }
    this.isDue = false;
    this.isUnder = true;
    this.last = performance.now();
    const done = () => {
      this.isUnder = false;
      this.go();
    };
    this.work().then(done, done);
  };

  close(): void {
    this.isDue = false;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.go);
  }
}
