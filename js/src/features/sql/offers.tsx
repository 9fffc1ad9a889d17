// What can stand at the cursor: asked for while one types, shown beside it, taken by key or press.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Offer } from "../../protocol/operations";
import { useEvent, usePort } from "../../ui";
import { type Anchor, Layer } from "../../ui/layer";

const REST = 80;

export interface Offered {
  offers: readonly Offer[];
  /** So many characters before the cursor are replaced. */
  length: number;
  /** Where the cursor was when they were asked for. */
  at: number;
  chosen: number;
}

/** Those of some offers that what was typed since leaves; none where something else was done. */
export function still(offered: Offered, value: string, at: number): Offered | null {
  if (!/^[\p{L}\p{N}_]*$/u.test(value.slice(offered.at, at)) || at < offered.at) return null;
  const from = offered.at - offered.length;
  const piece = value.slice(from, at).toLowerCase();
  const offers = offered.offers.filter(({ text }) => text.toLowerCase().startsWith(piece));
  if (offers.some(({ text }) => text.toLowerCase() === piece)) return null;
  return offers.length > 0 ? { offers, length: at - from, at, chosen: 0 } : null;
}

/** Ask for offers; an answer for another place than where the cursor is by now is none. */
export function useOffers(datasetId: string) {
  const port = usePort();
  const [offered, setOffered] = useState<Offered | null>(null);
  const asking = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const close = useEvent(() => {
    clearTimeout(timer.current);
    asking.current?.abort();
    asking.current = null;
    setOffered(null);
  });
  const ask = useEvent((value: string, at: number, isAtOnce: boolean) => {
    clearTimeout(timer.current);
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    const args = { dataset_id: datasetId, above: value.slice(0, at), below: value.slice(at) };
    const send = () =>
      port.ask("sql.complete", args, { signal: mine.signal }).then(
        ({ data: { offers, length, is_whole: isWhole } }) => {
          if (asking.current !== mine) return;
          // Enter after a whole word is a new line, unless the list was asked for.
          const isWanted = offers.length > 0 && (isAtOnce || !isWhole);
          setOffered(isWanted ? { offers, length, at, chosen: 0 } : null);
        },
        () => asking.current === mine && setOffered(null),
      );
    if (isAtOnce) void send();
    else timer.current = setTimeout(send, REST);
  });
  const move = (to: number) => {
    if (!offered) return;
    const { length } = offered.offers;
    setOffered({ ...offered, chosen: (to + length) % length });
  };
  const follow = (value: string, at: number) => setOffered(offered && still(offered, value, at));
  useEffect(() => close, []);
  return { offered, ask, close, move, follow };
}

/** The list beside the cursor; the focus stays in the text. */
export function OfferList(props: {
  id: string;
  anchor: Anchor;
  offered: Offered;
  onTake: (offer: Offer) => void;
  onClose: () => void;
}) {
  const { id, offered } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [offered]);
  return (
    <Layer class="dv-sql-offers" anchor={props.anchor} onClose={props.onClose}>
      <div ref={list} id={id} role="listbox" aria-label="What can stand here">
        {offered.offers.map((offer, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the keys
          <div
            key={`${offer.kind} ${offer.text}`}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === offered.chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onTake(offer)}
          >
            <span class="dv-cut">{offer.text}</span>
            <span class="dv-s dv-3">{offer.kind}</span>
          </div>
        ))}
      </div>
    </Layer>
  );
}
