// Files kept with a record.

import { useRef, useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../api/client";
import { call, getAll, newKey, save } from "../api/raw";
import { showNumber, showTime } from "../format";
import { t } from "../words";
import { Remove } from "./book";
import { useReading } from "./data";
import { Empty, ProblemNote, Shown } from "./state";
import { Table } from "./table";

type File = Schemas["AttachmentView"];

export function Files({ kind, id, mayWrite }: { kind: string; id: string; mayWrite: boolean }) {
  const reading = useReading(() => getAll<File>(`/attachments?owner_kind=${kind}&owner_id=${id}&limit=200`), [kind, id]);
  return (
    <>
      <Shown of={reading}>
        {(files) => files.length === 0 ? <Empty text={t("ui.no_files")} /> : (
          <Table
            caption={t("ui.files")} rows={files}
            columns={[
              { name: "name", title: t("ui.file"), show: (f) => <button type="button" class="link" onClick={() => void save(`/attachments/${f.id}/content`, "*/*")}>{f.name}</button> },
              { name: "size", title: t("ui.size"), number: true, show: (f) => `${showNumber(Math.ceil(f.size / 1000))} kB` },
              { name: "created_at", title: t("ui.when"), show: (f) => showTime(f.created_at) },
              { name: "remark", title: t("ui.remark"), show: (f) => f.remark ?? "—" },
              ...(mayWrite ? [{ name: "acts", title: t("ui.acts"), screen: true, show: (f: File) => <Remove what={f.name} path={`/attachments/${f.id}`} etag={`"${f.version}"`} gone={reading.again} named /> }] : []),
            ]}
          />
        )}
      </Shown>
      {mayWrite && <Add kind={kind} id={id} done={reading.again} />}
    </>
  );
}

function Add({ kind, id, done }: { kind: string; id: string; done: () => void }) {
  const [problem, setProblem] = useState<Problem>();
  const [state, setState] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const key = useRef(newKey());
  const add = async (e: Event) => {
    e.preventDefault();
    const body = new FormData(form.current!);
    const file = body.get("file");
    if (!(file instanceof File) || file.size === 0) return setProblem({ code: "required", title: t("ui.choose_file"), status: 0 });
    body.set("owner_kind", kind);
    body.set("owner_id", id);
    setProblem(undefined);
    setState(t("ui.saving"));
    try {
      await call("/attachments", { method: "POST", form: body, key: key.current });
      key.current = newKey();
      form.current!.reset();
      setState(t("ui.saved_at", { time: showTime(new Date().toISOString()).slice(0, 5) }));
      done();
    } catch (error) {
      setState("");
      setProblem(problemFrom(error));
    }
  };
  return (
    <form ref={form} class="buttons" onSubmit={(e) => void add(e)} noValidate>
      {problem && <ProblemNote problem={problem} />}
      <label>{t("ui.add_file")} <input type="file" name="file" /></label> <button>{t("ui.do_add_file")}</button> <span aria-live="polite">{state}</span>
    </form>
  );
}
