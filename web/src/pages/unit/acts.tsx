// Mergers, splits and what else a unit came from or became.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { showDate } from "../../format";
import { Linked, Remove, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Empty, Shown } from "../../ui/state";
import { Table, type Column } from "../../ui/table";
import { label, t } from "../../words";
import { ActForm, type Act } from "./act-form";
import type { Unit } from "./book";
import type { Profile } from "./record";

/** The day of an act, or the days between which it was. */
function when(a: Act): string {
  if (a.happened_on) return showDate(a.happened_on);
  if (a.earliest_on && a.latest_on) return t("act.between", { from: showDate(a.earliest_on), to: showDate(a.latest_on) });
  if (a.earliest_on) return t("act.not_before", { date: showDate(a.earliest_on) });
  return a.latest_on ? t("act.not_after", { date: showDate(a.latest_on) }) : t("ui.unknown");
}

const called = (a: Act) => `${label("succession_kind", a.kind)}, ${when(a)}`;

export function Acts({ unit, profile: p, mayWrite, changed }: { unit: Unit; profile: Profile; mayWrite: boolean; changed: () => void }) {
  const [query, set, href] = useQuery();
  const opened = mayWrite ? query.viec : undefined; // from, to, or an id
  const close = () => set({ viec: "", truoc: "", sau: "" });
  const done = () => { changed(); close(); };
  const self = { id: unit.id, name: unit.name, as_written: null };
  const open = (what: string) => href({ viec: what, truoc: "", sau: "" });
  const add = mayWrite && !opened && <p class="buttons"><Link class="button" href={open("to")}>{t("act.new_to")}</Link><Link class="button" href={open("from")}>{t("act.new_from")}</Link></p>;
  const acts: Column<Act> = {
    name: "acts", title: t("ui.acts"), screen: true,
    show: (a) => <div class="buttons"><Link class="button" href={open(a.id)} aria-label={t("ui.edit_of", { name: called(a) })}>{t("ui.edit")}</Link><Remove what={called(a)} path={`/successions/${a.id}`} etag={`"${a.version}"`} gone={changed} named /></div>,
  };
  const columns: Column<Act>[] = [
    { name: "when", title: t("act.happened_on"), show: when },
    { name: "kind", title: t("act.kind"), show: (a) => <>{label("succession_kind", a.kind)}{a.remark && <div class="muted">{a.remark}</div>}</> },
    { name: "from", title: t("act.from"), show: (a) => <Parties of={a.from} /> },
    { name: "to", title: t("act.to"), show: (a) => <Parties of={a.to} /> },
    { name: "merit", title: t("act.merit"), show: (a) => label("merit_inherited", a.merit_inherited) },
    { name: "decision", title: t("award.decision"), show: (a) => <Linked to="/quyet-dinh" of={a.decision} /> },
  ];
  return (
    <>
      {opened === "from" || opened === "to" ? (
        <Section title={t(`act.new_${opened}`)}><ActForm key={opened} unit={self} side={opened} close={close} done={done} /></Section>
      ) : opened ? <Change key={opened} id={opened} unit={self} close={close} done={done} /> : null}
      {p.acts.length > 0 ? <Table<Act> caption={t("unit.tab_acts")} rows={p.acts} columns={mayWrite ? [...columns, acts] : columns} /> : !opened && <Empty text={t("act.none")}>{add}</Empty>}
      {p.acts.length > 0 && add}
      <div class="grid">
        <Kin title={t("unit.predecessors")} of={p.predecessors} />
        <Kin title={t("unit.successors")} of={p.successors} />
      </div>
    </>
  );
}

function Change({ id, unit, close, done }: { id: string; unit: Schemas["Ref"]; close: () => void; done: () => void }) {
  const reading = useReading(() => get<Act>(`/successions/${id}`), [id]);
  return <Shown of={reading}>{(act) => <Section title={t("ui.edit_of", { name: called(act.data) })}><ActForm act={act} unit={unit} side="to" close={close} done={done} /></Section>}</Shown>;
}

function Parties({ of }: { of: Schemas["Ref"][] }) {
  if (of.length === 0) return <>—</>;
  return <>{of.map((u, i) => <div key={u.id ?? i}><Linked to="/don-vi" of={u} /></div>)}</>;
}

/** Who a unit came from or became, and whether their merit counts. */
function Kin({ title, of }: { title: string; of: Schemas["KinView"][] }) {
  if (of.length === 0) return null;
  return (
    <Section title={title}>
      <ul>{of.map((k, i) => <li key={k.party.id ?? i}><Linked to="/don-vi" of={k.party} /> <span class="muted">{[label("merit_inherited", k.merit_inherited), k.merit_inherited === "yes" && k.merit_until && t("unit.merit_until", { date: showDate(k.merit_until) }), k.distance > 1 && t("unit.distance", { n: k.distance })].filter(Boolean).join("; ")}</span></li>)}</ul>
    </Section>
  );
}
