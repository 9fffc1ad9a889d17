// A widget's traits as a `Model`: what one turn changes travels in one message.

import type { AnyModel } from "@anywidget/types";
import type { Model } from "./model";

export function traitsOf(model: AnyModel): Model {
  let isDue = false;
  const save = () => {
    isDue = false;
    model.save_changes();
  };
  return {
    get: <T>(name: string) => model.get(name) as T,
    set(name, value) {
      model.set(name, value);
      if (!isDue) queueMicrotask(save);
      isDue = true;
    },
    on(name, listener) {
      const hear = () => listener();
      model.on(`change:${name}`, hear);
      return () => model.off(`change:${name}`, hear);
    },
  };
}
