// One model point: what is to be tried, by whom, what was learnt, and its steps.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send, type Versioned } from "../../api/raw";
import { showDate } from "../../format";
import { Facts, Linked, Remove, Section } from "../../ui/book";
import { useReading, type Reading } from "../../ui/data";
import { choice, Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { Parts } from "../../ui/parts";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { Sources } from "../../ui/sources";
import { Steps, Taken, type Step } from "../../ui/steps";
import { label, t } from "../../words";
import { useRights } from "../agreement/rights";
import { nameOf } from "../agreement/seats";
import { fields, tones, type Model } from "./fields";

type Unit = Model["units"][number];

export default function ModelPage({ id = "" }: Record<string, string>) {
  const reading = useReading(async () => {
    const m = await get<Model>(`/models/${id}`), earlier = m.data.continues_id;
    const [term, before] = await Promise.all([get<Schemas["TermView"]>(`/terms/${m.data.term.id}`), earlier ? get<Model>(`/models/${earlier}`).then((a) => a.data, () => null) : null]);
    return { ...m, term: term.data, before };
  }, [id], true);
  return <ShownPage of={reading}>{(read) => <One read={read} reading={reading} />}</ShownPage>;
}

type Read = Versioned<Model> & { term: Schemas["TermView"]; before: Model | null };

function One({ read: { data: m, etag, term, before }, reading }: { read: Read; reading: Reading<Read> }) {
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const mayWrite = useRights(term).attend;
  const path = `/models/${m.id}`, list = `/khoi/${m.bloc?.id}/nam/${encodeURIComponent(m.term.period)}/mo-hinh`;
  const editing = mayWrite && query.sua === "1";
  const record = { ...m, continues: before && { id: before.id, name: before.title } };
  return (
    <Page
      title={m.title} crumbs={[{ href: list, text: t("model.title_of", { year: m.term.period }) }]}
      actions={mayWrite && !editing && (
        <>
          <Steps path={path} etag={etag} steps={stepsOf(m)} done={reading.again} />
          <Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>
          <Remove what={m.title} path={path} etag={etag} gone={() => go(list)} />
        </>
      )}
    >
      <p><Chip tone={tones[m.status]}>{label("model_status", m.status)}</Chip></p>
      {editing ? (
        <Form<Model> name={path} fields={fields(m.term.id, m.bloc?.id ?? "", m)} record={record} etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<Model>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { set({ sua: "" }); reading.again(); }} />
      ) : (
        <Facts of={[
          [t("model.proposed_on"), showDate(m.proposed_on)],
          [t("model.event"), m.event && <Link href={`/khoi/${m.bloc?.id}/nam/${encodeURIComponent(m.term.period)}/giao-uoc?tab=hoi-nghi`}>{m.event.name ?? t("model.event")}</Link>],
          [t("model.continues"), before && <Link href={`/mo-hinh/${before.id}`}>{before.title} ({before.term.period})</Link>],
          [t("model.description"), m.description], [t("model.results"), m.results], [t("model.lessons"), m.lessons],
          [t("model.document"), m.document_as_written], [t("ui.remark"), m.remark],
        ]} />
      )}
      <Section title={t("model.units")}>
        <Parts<Unit, Model>
          name="dv" about={path} caption={t("model.units")} add={t("model.add_unit")} rows={m.units} mayWrite={mayWrite && !editing} called={(u) => nameOf(u.unit)}
          columns={[
            { name: "unit", title: t("ui.unit"), show: (u) => <Linked to="/don-vi" of={u.unit} /> },
            { name: "part", title: t("model.part"), show: (u) => label("model_part", u.part) },
          ]}
          fields={[
            choice("part", t("model.part"), "model_part", { required: true }),
            { name: "unit_id", title: t("ui.unit"), kind: "record", from: "/units", as: "unit_as_written", required: true },
          ]}
          made={(row, body) => ({ ...bodyOf(row), ...body }) as unknown as Unit}
          save={(rows) => send<Model>("PATCH", path, { units: rows.map((r) => ("unit" in r ? bodyOf(r) : r)) }, { etag })} saved={reading.again}
        />
      </Section>
      <Section title={t("ui.steps")}><Taken key={m.version} path={path} word={(state) => label("model_status", state)} /></Section>
      <Sources of={m.sources} edit={mayWrite ? { path, etag, saved: reading.again } : undefined} />
    </Page>
  );
}

/** A unit as the API takes it. */
const bodyOf = (u: Unit | undefined) => (u ? { part: u.part, unit_id: u.unit?.id ?? null, unit_as_written: u.unit?.as_written ?? null } : {});

/** The steps a model can take. One that lacks what it rests on needs a reason. */
function stepsOf(m: Model): Step[] {
  const has = (part: string) => m.units.some((u) => u.part === part);
  const stop: Step = { to: "stopped", text: t("model.stop"), why: "must", danger: true };
  const on = (to: string, text: string, ready: boolean, sure: string): Step => ({ to, text, ...(!ready && { why: "must", sure }) });
  return {
    proposed: [on("piloting", t("model.to_pilot"), has("pilot"), t("model.no_pilots")), stop],
    piloting: [on("reviewed", t("model.to_review"), m.lessons !== null, t("model.no_lessons")), { to: "proposed", text: t("model.back_to_proposed"), why: "must" } as Step, stop],
    reviewed: [on("replicated", t("model.to_replicate"), has("replicating"), t("model.no_replicating")), { to: "piloting", text: t("model.back_to_pilot"), why: "must" } as Step, stop],
    replicated: [{ to: "reviewed", text: t("model.back_to_review"), why: "must" } as Step],
    stopped: [{ to: "proposed", text: t("model.resume"), why: "must" } as Step],
  }[m.status];
}
