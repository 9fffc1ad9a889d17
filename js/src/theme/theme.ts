// The theme of a view: light or dark by what stands behind it, and an accent that reads on it.

export type Rgb = readonly [number, number, number];

const linear = (part: number): number => {
  const c = part / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance as WCAG counts it, 0 to 1. */
export const luminance = ([r, g, b]: Rgb): number =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const WHITE: Rgb = [255, 255, 255];
const NIGHT: Rgb = [8, 19, 31];

/** Dark below the luminance where black and white text read equally well. */
export const themeOf = (ground: Rgb): "light" | "dark" =>
  luminance(ground) < 0.179 ? "dark" : "light";

/** The text colour that reads better on the accent. */
export const onAccent = (accent: Rgb): string =>
  contrast(accent, WHITE) >= contrast(accent, NIGHT) ? "#ffffff" : "#08131f";

/** How many percent of the accent to keep, the rest being ink, until it has 3:1 on the ground. */
export function accentShare(accent: Rgb, ink: Rgb, ground: Rgb): number {
  for (let share = 100; share > 0; share -= 5) {
    const mix = (i: 0 | 1 | 2) => (accent[i] * share + ink[i] * (100 - share)) / 100;
    if (contrast([mix(0), mix(1), mix(2)], ground) >= 3) return share;
  }
  return 0;
}

let canvas: CanvasRenderingContext2D | null = null;

/** Red, green, blue and opacity of any CSS colour, 0 to 255 each. */
function pixel(color: string): [number, number, number, number] {
  canvas ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!canvas) return [255, 255, 255, 255];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = "#0000";
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a];
}

/** The first opaque background from here upwards; white under everything. */
function groundOf(start: Element): Rgb {
  for (let at: Element | null = start; at; at = parentOf(at)) {
    const [r, g, b, a] = pixel(getComputedStyle(at).backgroundColor);
    if (a > 250) return [r, g, b];
  }
  return WHITE;
}

const parentOf = (at: Element): Element | null =>
  at.parentElement ?? (at.getRootNode() as ShadowRoot).host ?? null;

/** What a custom property comes to where it is used. */
function colour(root: HTMLElement, name: string): Rgb {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  probe.style.transition = "none";
  probe.hidden = true;
  root.append(probe);
  const [r, g, b] = pixel(getComputedStyle(probe).color);
  probe.remove();
  return [r, g, b];
}

function dress(root: HTMLElement) {
  const ground = groundOf(root);
  const theme = themeOf(ground);
  if (root.dataset.theme !== theme) root.dataset.theme = theme;
  root.style.removeProperty("--dv-accent");
  root.style.removeProperty("--dv-on-accent");
  if (matchMedia("(forced-colors: active)").matches) return;
  let accent = colour(root, "--dv-accent");
  const share = accentShare(accent, colour(root, "--dv-ink-0"), ground);
  if (share < 100) {
    const host = `rgb(${accent.join(" ")})`;
    const mixed = `color-mix(in srgb, ${host} ${share}%, var(--dv-ink-0))`;
    root.style.setProperty("--dv-accent", mixed);
    accent = colour(root, "--dv-accent");
  }
  root.style.setProperty("--dv-on-accent", onAccent(accent));
}

/** Dress a view's root now and after each change of the host's theme; returns the undo. */
export function watchTheme(root: HTMLElement): () => void {
  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => dress(root));
  };
  dress(root);
  const seen = new MutationObserver(later);
  // JupyterLab turns `data-jp-theme-light` on the body, VS Code classes; style sheets come late.
  for (const part of [document.documentElement, document.body]) {
    seen.observe(part, { attributes: true });
  }
  seen.observe(document.head, { childList: true });
  const listening = new AbortController();
  const options = { signal: listening.signal };
  document.head.addEventListener("load", later, { ...options, capture: true });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", later, options);
  }
  return () => {
    cancelAnimationFrame(frame);
    seen.disconnect();
    listening.abort();
  };
}
