// What an office writes into a report: a form, and every revision of it.

import { useMemo, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import { showDate, showTime } from "../../format";
import { Opened } from "../../ui/belongings";
import { Facts, Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { draftOf } from "../../ui/unsaved";
import { lang, t } from "../../words";
import { apiPath, type Kind } from "./kinds";
import type { ReportProps } from "./record";
import { said, sectionField } from "./section";
import { asBody, asRecord, fieldOf, heads, type Part, type Revision } from "./wording";

const fieldsOf = (parts: Part[]): Field[] => [
  ...heads.map((h): Field => ({ name: h, title: t(`report.head.${h}`), hint: t(`report.hint.${h}`), kind: h === "day" ? "date" : h === "recipients" ? "lines" : "text" })),
  ...parts.map(sectionField),
];

/** A list that names not everybody can be read as a draft only. */
const asDraft = (kind: Kind): string => (kind.choices.includes("draft") ? "?draft=true" : "");

export function Texts({ kind, id }: ReportProps) {
  const [query, set, href] = useQuery();
  const [state, setState] = useState("");
  const told = useRef<HTMLParagraphElement>(null);
  const key = useKey();
  const list = `/report-wordings?kind=${kind.name}&subject_id=${id}&limit=200`;
  const read = () => Promise.all([
    get<Schemas["PreviewView"]>(`${apiPath(kind, id)}/preview${asDraft(kind)}`).then((a) => a.data),
    getAll<Revision>(list),
  ]).then(([preview, revisions]) => ({ preview, revisions }));
  const reading = useReading(read, [kind.name, id, lang()], true);
  return (
    <Shown of={reading}>
      {({ preview: p, revisions }) => {
        const at = (n: string | undefined) => revisions.find((r) => String(r.revision) === n);
        const from = at(query.tu), seen = at(query.lan);
        return (
          <>
            <p tabIndex={-1} ref={told} role="status">{state && <>{state} <Link href={href({ tab: "", tu: "", lan: "" })}>{t("report.see")}</Link></>}</p>
            {seen && <Seen of={seen} parts={p.sections} />}
            {!p.writable && <p class="note info">{t("report.not_yours")}</p>}
            {p.writable && <Section title={t(from ? "report.write_from" : "report.write", { n: from?.revision ?? 0 })}>
              <p class="hint">{t("report.write_hint")}</p>
              <Words key={`${p.revision}/${query.tu}`} kind={kind} id={id} parts={p.sections} start={from ?? p.wording} stands={p.revision ?? 0} from={from?.revision}
                send={(body) => send<Revision>("POST", "/report-wordings", body, { key: key(body) })}
                saved={(r) => {
                  setState(t("report.words_saved", { n: r.revision, time: showTime(r.created_at).slice(0, 5) }));
                  set({ tu: "", lan: "" });
                  reading.again();
                  told.current?.focus();
                }}
              />
            </Section>}
            <Section title={t("report.revisions")}>
              {revisions.length === 0 ? <Empty text={t("report.no_revisions")} /> : (
                <Table<Revision>
                  caption={t("report.revisions")} rows={revisions} csv={list.replace("&limit=200", "")}
                  columns={[
                    { name: "revision", title: t("report.revision"), number: true, show: (r) => r.revision },
                    { name: "created_at", title: t("ui.when"), show: (r) => showTime(r.created_at) },
                    { name: "author", title: t("report.author"), show: (r) => r.author ?? t("report.operator") },
                    { name: "acts", title: t("ui.acts"), screen: true, show: (r) => (
                      <div class="buttons">
                        <Link class="button" href={href({ lan: String(r.revision), tu: "" })} aria-label={t("report.look_at", { n: r.revision })}>{t("report.look")}</Link>
                        {p.writable && <Link class="button" href={href({ tu: String(r.revision), lan: "" })} aria-label={t("report.go_on_from", { n: r.revision })}>{t("report.go_on")}</Link>}
                      </div>
                    ) },
                  ]}
                />
              )}
            </Section>
          </>
        );
      }}
    </Shown>
  );
}

type WordsProps = {
  kind: Kind; id: string; parts: Part[]; start: Schemas["Wording"] | null; stands: number; from: number | undefined;
  send: (body: Record<string, unknown>) => ReturnType<typeof send<Revision>>; saved: (r: Revision) => void;
};

/** The form over the revision that stands. A draft that was begun over an earlier one is
 * sent as that, so that both versions are compared before it is saved. */
function Words({ kind, id, parts, start, stands, from, send, saved }: WordsProps) {
  const fields = useMemo(() => fieldsOf(parts), [parts]);
  const record = useMemo(() => asRecord(start), [start]);
  const name = (n: number) => `report/${kind.name}/${id}/${n}${from ? `/${from}` : ""}`;
  const over = useMemo(() => Array.from({ length: stands + 1 }, (_, i) => stands - i).find((n) => draftOf(name(n))) ?? stands, []);
  return (
    <Form<Revision>
      name={name(over)} fields={fields} record={record} etag={String(over)} whole
      send={(typed, etag) => send({ kind: kind.name, subject_id: id, replaces: Number(etag) || null, ...asBody(typed) })}
      again={async () => {
        const { data } = await get<Schemas["PreviewView"]>(`${apiPath(kind, id)}/preview${asDraft(kind)}`);
        return { data: asRecord(data.wording), etag: String(data.revision ?? 0) };
      }}
      saved={saved}
    />
  );
}

/** A revision as it was written. */
function Seen({ of: r, parts }: { of: Revision; parts: Part[] }) {
  const [, , href] = useQuery();
  const kept = asRecord(r);
  const shown = (v: unknown) => (Array.isArray(v) ? v.map((line, i) => <div key={i}>{line as string}</div>) : (v as string | null));
  return (
    <Opened level="h2" title={t("report.look_at", { n: r.revision })}>
      <p>{showTime(r.created_at)} · {r.author ?? t("report.operator")}</p>
      <Facts of={[
        ...heads.map((h): [string, ReturnType<typeof shown>] => [t(`report.head.${h}`), h === "day" ? showDate(r.day) : shown(kept[h])]),
        ...r.sections.map((s): [string, string] => [parts.find((p) => p.section === s.section)?.title ?? s.section, said(String(kept[fieldOf(s.section)]))]),
      ]} />
      <p class="buttons"><Link class="button primary" href={href({ tu: String(r.revision), lan: "" })}>{t("report.go_on_from", { n: r.revision })}</Link> <Link class="button" href={href({ lan: "" })}>{t("ui.close")}</Link></p>
    </Opened>
  );
}
