// How an import went: what was read, what was stored, what was left out and why.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ImportJob, ImportTold } from "../../protocol/operations";
import {
  Button,
  bytes,
  count,
  counted,
  duration,
  Icon,
  IconButton,
  saveFile,
  usePort,
} from "../../ui";
import { copyText } from "../../ui/clipboard";
import { typeWord } from "./columns";
import { BadRows, ofReject } from "./problems";
import { DELIMITERS, ENCODINGS, wordOf } from "./words";

const FIRST = "1.0.0";

function Fact(props: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function Digest({ sha256 }: { sha256: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <span class="dv-row dv-import-digest">
      <code class="dv-cut" title={sha256}>
        {sha256}
      </code>
      <IconButton
        size="s"
        icon={isCopied ? "check" : "copy"}
        label={isCopied ? "Copied" : "Copy SHA-256"}
        onPress={() => copyText(sha256).then(setCopied)}
      />
    </span>
  );
}

const rowWords = ({
  read_count: read,
  imported_count: stored,
  rejected_count: left,
}: ImportTold) =>
  left === 0
    ? `${count(read)} read and imported`
    : `${count(read)} read, ${count(stored)} imported, ${count(left)} left out`;

const asked = ({ chosen }: ImportTold, name: string) => (
  <span class="dv-3"> {chosen.includes(name) ? "chosen" : "detected"}</span>
);

function Facts({ told, job }: { told: ImportTold; job: ImportJob }) {
  const { byte_count: size, encoding, delimiter, sha256, seconds, changed_types: types } = told;
  return (
    <dl class="dv-facts dv-import-facts">
      <Fact name="Rows">{rowWords(told)}</Fact>
      {job.column_count !== null && <Fact name="Columns">{count(job.column_count)}</Fact>}
      {types.length > 0 && (
        <Fact name="Types changed">
          {types.map((each) => (
            <span key={each.name} class="dv-import-change">
              {each.name}: {typeWord(each.detected_type)} → {typeWord(each.type)}
            </span>
          ))}
        </Fact>
      )}
      {job.project_name !== null && <Fact name="Project">{job.project_name}</Fact>}
      {told.version !== FIRST && <Fact name="Version">{told.version}</Fact>}
      <Fact name="Source">
        {told.source}
        {size !== null && <span class="dv-3 dv-dot">{bytes(size)}</span>}
      </Fact>
      {encoding && (
        <Fact name="Encoding">
          {wordOf(ENCODINGS, encoding)}
          {asked(told, "encoding")}
        </Fact>
      )}
      {delimiter && (
        <Fact name="Delimiter">
          {wordOf(DELIMITERS, delimiter)}
          {asked(told, "delimiter")}
        </Fact>
      )}
      {seconds !== null && <Fact name="Time">{duration(seconds * 1000)}</Fact>}
      {sha256 && (
        <Fact name="SHA-256">
          <Digest sha256={sha256} />
        </Fact>
      )}
    </dl>
  );
}

/** The rows that were left out, as a file to mend. */
function useRejects(datasetId: string) {
  const port = usePort();
  const [isAsking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState("");
  const download = () => {
    setAsking(true);
    setTrouble("");
    port
      .ask("imports.rejects", { dataset_id: datasetId })
      .then(({ data }) => saveFile(data.file_name, [data.text], "text/plain;charset=utf-8"))
      .catch((error: Error) => setTrouble(error.message))
      .finally(() => setAsking(false));
  };
  return { isAsking, trouble, download };
}

function LeftOut({ told }: { told: ImportTold }) {
  const { rejected_count: total, rejects } = told;
  const { isAsking, trouble, download } = useRejects(told.dataset_id);
  if (total === 0) return null;
  const words = `${counted(total, "row")} ${total === 1 ? "was" : "were"} left out`;
  return (
    <section class="dv-card dv-import-problems" aria-label="Rows left out">
      <header>
        <Icon name="warn" class="dv-import-warn" />
        <h3 class="dv-h2 dv-grow">{words}</h3>
        <Button
          size="s"
          icon="download"
          label="Download rows left out"
          isBusy={isAsking}
          onPress={download}
        />
      </header>
      <BadRows
        rows={rejects.map(ofReject)}
        label="Rows left out"
        isByRecord={told.format === "json"}
      />
      <p class="dv-s dv-2 dv-import-hint">
        {total > rejects.length && `The first ${count(rejects.length)} are shown. `}
        Mend them in the file and add them: <code>ds.append(path)</code>. In Python they are in{" "}
        <code>ds.import_report()</code>.
      </p>
      {trouble && (
        <p class="dv-hint is-bad dv-import-hint" role="alert">
          <Icon name="error" small />
          {trouble}
        </p>
      )}
    </section>
  );
}

export function Report({ told, job }: { told: ImportTold; job: ImportJob }) {
  return (
    <>
      <Facts told={told} job={job} />
      <LeftOut told={told} />
      {told.notes.length > 0 && (
        <ul class="dv-s dv-2 dv-import-notes" aria-label="Notes">
          {told.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
