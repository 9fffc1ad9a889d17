// A deed that may be refused: whether it is under way, and the sentence where it was.

import { useState } from "preact/hooks";
import { isWithdrawn, sentence } from "../transport/port";

export function useTried() {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  /** Whether the work was done. */
  const tried = async (work: () => Promise<unknown>): Promise<boolean> => {
    setTrouble("");
    setBusy(true);
    try {
      await work();
      return true;
    } catch (error) {
      if (!isWithdrawn(error)) setTrouble(sentence(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, trouble, setTrouble, tried };
}
