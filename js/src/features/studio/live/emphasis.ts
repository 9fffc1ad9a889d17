// Looking at one series of a chart: under the pointer it stands out, pressed in the legend it stays.

interface Bound extends Element {
  /** What Vega drew the element from. */
  __data__?: { datum?: Record<string, unknown>; items?: { datum?: Record<string, unknown> }[] };
}

const ENTRIES = ".role-legend-label text, .role-legend-symbol > *";
const MARKS = ".role-mark > *";
const SERIES = ".mark-line.role-mark > *, .mark-area.role-mark > *, .mark-text.role-mark > text";
const ROLES = ["color", "shape"] as const;

const datumOf = (element: Bound | null | undefined) => element?.__data__?.datum;

/** Lets the marks of one category stand out, in the picture that Vega drew into `place`. */
export function emphasis(place: HTMLElement): void {
  let kept: unknown;
  const show = (value: unknown) => {
    place.classList.toggle("is-picking", value !== undefined);
    for (const mark of place.querySelectorAll<SVGElement>(MARKS)) {
      const datum = datumOf(mark);
      const isOther = value !== undefined && !ROLES.some((role) => datum?.[role] === value);
      mark.classList.toggle("is-other", isOther);
    }
  };
  const valueAt = (target: EventTarget | null): unknown => {
    const entry = (target as Element).closest(ENTRIES);
    if (entry) return datumOf(entry)?.value;
    return datumOf((target as Element).closest(SERIES))?.color;
  };
  place.addEventListener("pointerover", ({ target }) => show(valueAt(target) ?? kept));
  place.addEventListener("pointerleave", () => show(kept));
  place.addEventListener("click", ({ target }) => {
    const entry = (target as Element).closest(ENTRIES);
    if (!entry) return;
    const value = datumOf(entry)?.value;
    kept = value === kept ? undefined : value;
    show(kept);
  });
}
