// A unit's registration: what it says, sending and taking it back, returning and
// accepting it, what changed since it was sent, and the steps it took.

import { Link, useLocation } from "wouter-preact";
import { get, getAll, send } from "../../api/raw";
import type { Schemas } from "../../api/client";
import { showDate, showTime } from "../../format";
import { known } from "../../ui/basis";
import { Facts, Linked, Remove, Section } from "../../ui/book";
import { useReading, type Reading } from "../../ui/data";
import { Form, type Field } from "../../ui/form";
import type { Versioned } from "../../api/raw";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Shown } from "../../ui/state";
import { Sources } from "../../ui/sources";
import { Steps, Taken, type Step } from "../../ui/steps";
import { label, t } from "../../words";
import { useRights } from "../agreement/rights";
import { Changed } from "./changed";
import { Parts } from "./lists";
import { flagWords, Returning } from "./returning";
import { opened, tone, words, type Registration } from "./rows";

export default function RegistrationPage({ id = "" }: Record<string, string>) {
  const reading = useReading(async () => {
    const r = await get<Registration>(`/registrations/${id}`);
    return { ...r, term: (await get<Schemas["TermView"]>(`/terms/${r.data.term.id}`)).data };
  }, [id], true);
  return <ShownPage of={reading}>{(read) => <One registration={read.data} etag={read.etag} term={read.term} reading={reading} />}</ShownPage>;
}

function One({ registration: r, etag, term, reading }: { registration: Registration; etag: string; term: Schemas["TermView"]; reading: Reading<Versioned<Registration> & { term: Schemas["TermView"] }> }) {
  const [query, set] = useQuery();
  const [, go] = useLocation();
  const rights = useRights(term);
  const writes = rights.sign(r.unit?.id), open = r.status === "draft" || r.status === "returned";
  const mayWrite = writes && open;
  const path = `/registrations/${r.id}`, board = `/khoi/${r.bloc?.id}/nam/${encodeURIComponent(r.term.period)}/dang-ky`;
  const returns = rights.write && query["tra-lai"] === "1" && !open;
  const again = () => { set({ sua: "", "tra-lai": "" }); reading.again(); };
  return (
    <Page
      title={t("registration.title", { unit: words(r.unit), period: r.term.period })} crumbs={[{ href: board, text: t("registration.board") }]}
      actions={(
        <>
          <Link class="button" href={`/bao-cao/dang-ky/${r.id}`}>{t("registration.as_document")}</Link>
          <Steps path={path} etag={etag} steps={stepsOf(r, writes, rights.write)} done={reading.again} />
          {rights.write && !open && !returns && <button type="button" onClick={() => set({ "tra-lai": "1" })}>{t("registration.return")}</button>}
          {mayWrite && r.submission_count === 0 && <Remove what={t("registration.one")} path={path} etag={etag} gone={() => go(board)} />}
        </>
      )}
    >
      <p><Chip tone={tone[r.status]!}>{label("registration_status", r.status)}</Chip> {t("registration.since", { time: showTime(r.status_since) })} · {t("registration.recorded_by", { who: r.recorded_by })}</p>
      {r.status === "returned" && <WhyReturned registration={r} />}
      {returns && <Returning registration={r} etag={etag} done={again} cancel={() => set({ "tra-lai": "" })} />}
      <About registration={r} etag={etag} mayWrite={mayWrite} again={again} />
      <Parts registration={r} etag={etag} list="commitments" mayWrite={mayWrite} saved={reading.again} />
      <Parts registration={r} etag={etag} list="titles" mayWrite={mayWrite} saved={reading.again} />
      <Changed registration={r} />
      <Section title={t("ui.steps")}><Taken key={r.version} path={path} word={(state) => label("registration_status", state)} /></Section>
      <Sources of={r.sources} edit={mayWrite && opened(r.reopened, null, undefined, "sources") ? { path, etag, saved: reading.again } : undefined} />
    </Page>
  );
}

/** What the unit and who takes registrations can do next; a return is a form of its
 * own. */
function stepsOf(r: Registration, writes: boolean, reviews: boolean): Step[] {
  const steps: Step[] = [];
  if (writes && (r.status === "draft" || r.status === "returned")) steps.push({ to: "submitted", text: t("registration.submit"), sure: t("registration.submit_sure") });
  if (reviews && r.status === "submitted") steps.push({ to: "accepted", text: t("registration.accept") });
  if (writes && r.status === "submitted") steps.push({ to: "draft", text: t("registration.withdraw") });
  return steps;
}

function WhyReturned({ registration: r }: { registration: Registration }) {
  const steps = useReading(() => getAll<Schemas["TransitionView"]>(`/registrations/${r.id}/transitions?to=returned&limit=200&sort=-at`), [r.id, r.version]);
  return (
    <div class="note warn">
      <Shown of={steps}>{([last]) => <p><strong>{t("registration.why_returned")}</strong> {last?.reason ?? "—"}</p>}</Shown>
      <p>{t("registration.reopened")}</p>
      <ul>{r.reopened.map((f, i) => <li key={i}>{flagWords(r, f)}{f.remark && <> – {f.remark}</>}</li>)}</ul>
    </div>
  );
}

const aboutFields = (): (Field & { member: string })[] => [
  { name: "unit_as_written", member: "unit", title: t("registration.unit"), kind: "text" },
  { name: "head_id", member: "head", title: t("registration.head"), kind: "record", from: "/persons", as: "head_as_written" },
  { name: "head_position_as_written", member: "head_position_as_written", title: t("registration.head_position_as_written"), kind: "text" },
  { name: "union_id", member: "union", title: t("registration.union"), kind: "record", from: "/persons", as: "union_as_written" },
  { name: "union_position_as_written", member: "union_position_as_written", title: t("registration.union_position_as_written"), kind: "text" },
  { name: "registered_on", member: "registered_on", title: t("registration.registered_on"), kind: "date" },
  { name: "document_as_written", member: "document_as_written", title: t("registration.document_as_written"), kind: "text" },
  { name: "remark", member: "remark", title: t("ui.remark"), kind: "long" },
];

function About({ registration: r, etag, mayWrite, again }: { registration: Registration; etag: string; mayWrite: boolean; again: () => void }) {
  const [query, set] = useQuery();
  const path = `/registrations/${r.id}`;
  const fields = aboutFields().filter((f) => opened(r.reopened, null, undefined, f.member));
  const edits = mayWrite && query.sua === "chung" && fields.length > 0;
  return (
    <Section title={t("registration.about")} actions={mayWrite && fields.length > 0 && !query.sua && <button type="button" onClick={() => set({ sua: "chung" })}>{t("ui.edit")}</button>}>
      {edits ? (
        <Form<Registration>
          name={path} apart record={{ ...r, unit_as_written: r.unit?.as_written ?? null } as unknown as Record<string, unknown>} etag={etag} cancel={() => set({ sua: "" })}
          fields={opened(r.reopened, null, undefined, "basis") ? known(fields) : fields}
          send={(body, tag) => send<Registration>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={again}
        />
      ) : (
        <Facts of={[
          [t("ui.unit"), <Linked to="/don-vi" of={r.unit} />],
          [t("registration.unit"), r.unit?.as_written],
          [t("registration.head"), <>{words(r.head) || "—"}{r.head_position_as_written && <div class="muted">{r.head_position_as_written}</div>}</>],
          [t("registration.union"), <>{words(r.union) || "—"}{r.union_position_as_written && <div class="muted">{r.union_position_as_written}</div>}</>],
          [t("registration.registered_on"), showDate(r.registered_on)],
          [t("registration.document_as_written"), r.document_as_written],
          [t("ui.remark"), r.remark],
        ]} />
      )}
    </Section>
  );
}
