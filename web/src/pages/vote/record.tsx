// One vote: what is voted on and by which rule, what was counted, what follows, and who
// took part. How anybody voted is kept nowhere.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send, type Versioned } from "../../api/raw";
import { showDate } from "../../format";
import { Facts, Linked, Remove, Section } from "../../ui/book";
import { useKey, useReading, type Reading } from "../../ui/data";
import { choice, Form, type Field } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { Parts } from "../../ui/parts";
import { useQuery } from "../../ui/query";
import { Sources } from "../../ui/sources";
import { Chip, Empty } from "../../ui/state";
import { Steps, Taken, type Step } from "../../ui/steps";
import { Table, type Column } from "../../ui/table";
import { label, t } from "../../words";
import { useRankingRights } from "../ranking/rights";
import { Counting } from "./count";
import { body, fields, missingWords, nominee, outcomeTones, ruleWords, sent, shareWords, tones, type Item, type Vote } from "./fields";
import { figures } from "./sums";

type Unit = { id: string; name: string };
type Read = Versioned<Vote> & { term: Schemas["TermView"]; units: Unit[] };

export default function VotePage({ id = "" }: Record<string, string>) {
  const reading = useReading(async (): Promise<Read> => {
    const v = await get<Vote>(`/votes/${id}`), of = v.data.term.id;
    const [term, members] = await Promise.all([get<Schemas["TermView"]>(`/terms/${of}`), getAll<Schemas["MemberView"]>(`/terms/${of}/members?limit=200`)]);
    return { ...v, term: term.data, units: members.flatMap((m) => (m.unit?.id ? [{ id: m.unit.id, name: m.unit.name ?? "" }] : [])) };
  }, [id], true);
  return <ShownPage of={reading}>{(read) => <One read={read} reading={reading} />}</ShownPage>;
}

function One({ read, reading }: { read: Read; reading: Reading<Read> }) {
  const { data: v, etag, term } = read;
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const may = useRankingRights(term).write, draft = v.status === "draft", mayType = may && (draft || v.status === "open");
  const path = `/votes/${v.id}`, list = `/khoi/${v.bloc?.id}/nam/${encodeURIComponent(v.term.period)}/xep-hang?tab=bo-phieu`;
  const mayFollow = may && !draft && v.status !== "open" && !v.followed_by_id;
  const editing = mayType && query.sua === "1", mayCount = may && v.status === "open" && v.items.length > 0, counting = mayCount && query.kiem === "1" && !editing;
  return (
    <Page
      title={v.title} crumbs={[{ href: list, text: t("vote.title_of", { year: v.term.period }) }]}
      actions={!editing && !counting && (
        <>
          <Link class="button" href={`/bao-cao/kiem-phieu/${v.id}`}>{t("vote.minutes")}</Link>
          {may && <Steps path={path} etag={etag} steps={stepsOf(v)} done={reading.again} />}
          {mayCount && <Link class="button primary" href={href({ kiem: "1" })}>{t("vote.type_figures")}</Link>}
          {mayType && <Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>}
          {may && draft && <Remove what={v.title} path={path} etag={etag} gone={() => go(list)} />}
          {mayFollow && <Link class="button" href={href({ vong: "moi" })}>{t("vote.next_round", { n: v.round + 1 })}</Link>}
        </>
      )}
    >
      <p><Chip tone={tones[v.status]}>{label("vote_status", v.status)}</Chip> {t("vote.round_n", { n: v.round })}</p>
      {v.warnings.length > 0 && <div class="note warn"><ul>{v.warnings.map((w) => <li key={w}>{label("vote_warning", w)}</li>)}</ul></div>}
      {editing ? (
        <Form<Vote> name={path} fields={fields(v.term.id, draft)} record={v} apart etag={etag} cancel={() => set({ sua: "" })} send={(typed, tag) => send<Vote>("PATCH", path, body(typed), { etag: tag })} again={() => get(path)} saved={() => { set({ sua: "" }); reading.again(); }} />
      ) : (
        <Facts of={[
          [t("vote.body"), v.body], [t("vote.held_on"), showDate(v.held_on)],
          [t("vote.event"), v.event && <Link href={`/khoi/${v.bloc?.id}/nam/${encodeURIComponent(v.term.period)}/giao-uoc?tab=hoi-nghi`}>{v.event.name ?? t("vote.event")}</Link>],
          [t("vote.method"), v.method ? label("vote_method", v.method) : v.method_as_written],
          [t("vote.threshold"), ruleWords(v)], [t("vote.quorum"), v.quorum && shareWords(v.quorum)],
          ...(v.choices !== null ? [[t("vote.choices"), String(v.choices)]] as [string, string][] : []),
          ...(v.follows_id ? [[t("vote.before"), <Linked to="/bo-phieu" of={{ id: v.follows_id, name: t("vote.that_round", { n: v.round - 1 }), as_written: null }} />]] as [string, preact.ComponentChildren][] : []),
          ...(v.followed_by_id ? [[t("vote.after"), <Linked to="/bo-phieu" of={{ id: v.followed_by_id, name: t("vote.that_round", { n: v.round + 1 }), as_written: null }} />]] as [string, preact.ComponentChildren][] : []),
          [t("vote.outcome_words"), v.outcome_as_written], [t("ui.remark"), v.remark],
        ]} />
      )}
      {mayFollow && query.vong === "moi" && <NextRound of={v} close={() => set({ vong: "" })} />}
      <Section title={t("vote.figures")}>
        {counting ? <Counting vote={v} etag={etag} path={path} again={() => get<Vote>(path)} close={() => set({ kiem: "" })} saved={() => { set({ kiem: "" }); reading.again(); }} /> : <Figured of={v} />}
      </Section>
      <Section title={t("vote.nominees")}><Nominees of={v} path={path} etag={etag} units={read.units} mayWrite={may && draft && !editing} saved={reading.again} /></Section>
      <Section title={t("vote.voters")}><p class="hint">{t("vote.voters_hint")}</p><Voters of={v} units={read.units} mayWrite={may && v.status !== "closed"} saved={reading.again} /></Section>
      <Section title={t("ui.steps")}><Taken key={v.version} path={path} word={(state) => label("vote_status", state)} /></Section>
      <Sources of={v.sources} edit={mayType ? { path, etag, saved: reading.again } : undefined} />
    </Page>
  );
}

/** What was counted, and what a nominee needs. */
function Figured({ of: v }: { of: Vote }) {
  return (
    <>
      <Facts of={figures.map((f) => [t(`vote.${f}`), v[f] === null ? null : String(v[f])])} />
      {v.threshold && <p>{v.needed !== null ? t("vote.needs", { n: v.needed, of: v.of! }) : t("vote.cannot_tell", { missing: missingWords(v.lacks.filter((x) => x !== "yes" && x !== "items")) })}</p>}
      {v.quorum && v.quorate !== null && <p>{t(v.quorate ? "vote.quorate" : "vote.not_quorate")}</p>}
    </>
  );
}

type Part = Item & { unit_id?: string };

function Nominees({ of: v, path, etag, units, mayWrite, saved }: { of: Vote; path: string; etag: string; units: Unit[]; mayWrite: boolean; saved: () => void }) {
  const number = (name: "yes" | "no" | "abstain"): Column<Part> => ({ name, title: t(`vote.${name}`), number: true, show: (it) => (it[name] === null ? "—" : String(it[name])) });
  const columns: Column<Part>[] = [
    { name: "nominee", title: t("vote.nominee"), show: (it) => (it.unit?.id ? <Link href={`/don-vi/${it.unit.id}`}>{nominee(it)}</Link> : nominee(it)) },
    { name: "subject", title: t("vote.subject"), show: (it) => it.subject ?? "—" },
    number("yes"), number("no"), number("abstain"),
    { name: "outcome", title: t("vote.outcome"), show: (it) => <Outcome of={it} threshold={v.threshold !== null} /> },
  ];
  const typed: Field[] = [
    { name: "unit_id", title: t("vote.nominee"), kind: "record", from: "/units", as: "unit_as_written", member: "unit", required: true },
    { name: "subject", title: t("vote.subject"), hint: t("vote.subject_hint"), kind: "text" },
    choice("stated", t("vote.stated"), "vote_stated"),
  ];
  const nothing: Item = { unit: null, subject: null, yes: null, no: null, abstain: null, stated: null, outcome: null, missing: [] };
  return (
    <>
      {v.items.length === 0 && <Empty text={t("vote.no_nominees")} />}
      <Parts<Part, Vote>
        name="ud" about={path} caption={t("vote.nominees")} add={t("vote.add_nominee")} rows={v.items} columns={columns} fields={typed} called={nominee} mayWrite={mayWrite} list="items" saved={saved} beside={() => true}
        made={(row, body) => {
          const it = { ...(row ?? nothing), ...body } as Part & { unit_as_written?: string | null };
          if ("unit_id" in body || "unit_as_written" in body) it.unit = { id: (body.unit_id as string | null | undefined) ?? null, as_written: (body.unit_as_written as string | null | undefined) ?? null, name: units.find((u) => u.id === body.unit_id)?.name ?? null };
          return it;
        }}
        save={(rows) => send<Vote>("PATCH", path, { items: rows.map(sent) }, { etag })}
      />
    </>
  );
}

function Outcome({ of: it, threshold }: { of: Item; threshold: boolean }) {
  return (
    <>
      {it.outcome && <Chip tone={outcomeTones[it.outcome]}>{label("vote_outcome", it.outcome)}</Chip>}
      {!it.outcome && !it.stated && (threshold && it.missing.length > 0 ? <span class="muted">{t("vote.missing", { missing: missingWords(it.missing) })}</span> : "—")}
      {it.stated && <div class="muted">{t("vote.stated")}: {label("vote_outcome", it.stated)}</div>}
    </>
  );
}

type Voter = Vote["voters"][number];

function Voters({ of: v, units, mayWrite, saved }: { of: Vote; units: Unit[]; mayWrite: boolean; saved: () => void }) {
  const [query, set, href] = useQuery();
  const key = useKey();
  const left = units.filter((u) => !v.voters.some((w) => w.unit?.id === u.id));
  const columns: Column<Voter>[] = [
    { name: "unit", title: t("ui.unit"), show: (w) => w.unit?.name ?? "—" },
    { name: "part", title: t("vote.part"), show: (w) => <>{label("voter_part", w.part)}{w.reason && <div class="muted">{w.reason}</div>}</> },
    { name: "person", title: t("vote.person"), show: (w) => w.person_as_written ?? "—" },
    ...(mayWrite ? [{ name: "change", title: t("ui.acts"), screen: true, show: (w: Voter) => <Remove named what={w.unit?.name ?? ""} path={`/voters/${w.id}`} etag={`"${w.version}"`} gone={saved} /> }] : []),
  ];
  return (
    <>
      {v.voters.length === 0 ? <Empty text={t("vote.no_voters")} /> : <Table<Voter> caption={t("vote.voters")} rows={v.voters} columns={columns} />}
      {mayWrite && left.length > 0 && (query.tv === "moi" ? (
        <Form<Voter>
          key={v.voters.length} name={`/votes/${v.id}/voters/new`} button={t("vote.add_voter")} cancel={() => set({ tv: "" })} saved={saved}
          fields={[
            { name: "unit_id", title: t("ui.unit"), kind: "choice", required: true, options: left.map((u) => ({ value: u.id, label: u.name })) },
            choice("part", t("vote.part"), "voter_part", { required: true }),
            { name: "person_as_written", title: t("vote.person"), kind: "text" },
            { name: "reason", title: t("vote.why_not"), hint: t("vote.why_not_hint"), kind: "long" },
          ]}
          send={(body) => send<Voter>("POST", `/votes/${v.id}/voters`, body, { key: key(body) })}
        />
      ) : <p class="buttons"><Link class="button" href={href({ tv: "moi" })}>{t("vote.add_voter")}</Link></p>)}
    </>
  );
}

/** Makes the round after this one and goes there. */
function NextRound({ of: v, close }: { of: Vote; close: () => void }) {
  const [, go] = useLocation();
  const key = useKey();
  return (
    <Section title={t("vote.next_round", { n: v.round + 1 })}>
      <Form<Vote>
        name={`/votes/${v.id}/next`} fields={[{ name: "held_on", title: t("vote.held_on"), kind: "date" }]} button={t("vote.make")} cancel={close} saved={(next) => go(`/bo-phieu/${next.id}`)}
        send={(typed) => { const body = { term_id: v.term.id, follows_id: v.id, ...typed }; return send<Vote>("POST", "/votes", body, { key: key(body) }); }}
      />
    </Section>
  );
}

function stepsOf(v: Vote): Step[] {
  switch (v.status) {
    case "draft":
      return [{ to: "open", text: t("vote.open"), sure: t("vote.open_sure") }];
    case "open":
      return [{ to: "counted", text: t("vote.count"), ...(v.lacks.length > 0 ? { why: "must", sure: t("vote.count_lacking", { missing: missingWords(v.lacks) }) } : {}) }, { to: "draft", text: t("vote.to_draft"), why: "must" }];
    case "counted":
      return [{ to: "closed", text: t("vote.close") }, ...(v.followed_by_id ? [] : [{ to: "open", text: t("vote.reopen"), why: "must" } as Step])];
  }
  return [{ to: "counted", text: t("vote.to_counted"), why: "must" }];
}
