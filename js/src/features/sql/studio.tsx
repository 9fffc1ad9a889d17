// The Studio tab with its switch to SQL; the chart stays as it is meanwhile.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, usePort } from "../../ui";
import { StudioPanel, type StudioProps, StudioView } from "../studio";
import { SqlPanel } from "./panel";

export function StudioTab(props: StudioProps) {
  const { isAlive, isServed } = usePort();
  const [isSql, setSql] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasSql = useRef(false);
  useLayoutEffect(() => {
    // Back where one came from, once it can be seen again.
    if (wasSql.current && !isSql) button.current?.focus();
    wasSql.current = isSql;
  }, [isSql]);
  return (
    <>
      <div hidden={isSql}>
        <StudioPanel
          {...props}
          actions={
            !isServed && (
              <Button
                kind="quiet"
                size="s"
                icon="code"
                label="SQL pane"
                elementRef={button}
                reason={isAlive ? undefined : "The kernel is gone"}
                onPress={() => setSql(true)}
              />
            )
          }
        />
      </div>
      {isSql && (
        <SqlPanel
          key={props.datasetId}
          datasetId={props.datasetId}
          chart={(shown) => <StudioPanel {...shown} isResult />}
          onClose={() => setSql(false)}
        />
      )}
    </>
  );
}

/** The Studio by itself, with the same switch. */
export const SqlStudioView = () => <StudioView Panel={StudioTab} />;
