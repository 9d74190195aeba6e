// The years of a unit: where it belonged, what it signed, what it won. Years of
// which nothing is on record are told as such.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { Honours, merits, type HonourYear, type Merit } from "../../charts/honours";
import { count, showDate, showNumber } from "../../format";
import { useWho } from "../../frame/app";
import { useBlocs, yearPath, type Bloc } from "../../frame/term";
import { Linked } from "../../ui/book";
import { Chip, Empty, type Tone } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { TypeName } from "../award/book";
import { Predecessors, shownAwards, usePredecessors, type Won } from "./awards";
import type { Profile } from "./record";

type Term = Schemas["BelongingView"];
type Year = { id: string; at: string; ends: string; terms: Term[]; awards: Won[] };

export const signedTone: Record<string, Tone> = { pending: "plain", signed: "good", absent: "warn", late: "warn" };

const empty = (y: Year) => y.terms.length === 0 && y.awards.length === 0;

/** The years in order, the earliest first; empty ones in a row are one span. */
function yearsOf(p: Profile, awards: Won[]): Year[] {
  const years = new Map<string, Year>();
  const at = (period: Schemas["PeriodValue"] | null): Year => {
    const name = period ? String(period.listing_year ?? period.label) : "";
    const y = years.get(name) ?? { id: name || "unknown", at: name || t("ui.unknown"), ends: period?.ends_on ?? "", terms: [], awards: [] };
    years.set(name, y);
    return y;
  };
  for (const term of p.terms) at(term.period).terms.push(term);
  for (const a of awards) at(a.period).awards.push(a);
  const known = [...years.keys()].filter((k) => /^\d{4}$/.test(k)).map(Number);
  for (let n = Math.min(...known), start = n; n < Math.max(...known); n++) {
    if (years.has(String(n))) { start = n + 1; continue; }
    if (!years.has(String(n + 1))) continue;
    const span = start === n ? String(n) : `${start}–${n}`;
    years.set(`${n}`, { id: span, at: span, ends: `${n}-12-31`, terms: [], awards: [] });
  }
  return [...years.values()].sort((a, b) => a.ends.localeCompare(b.ends));
}

const roles = ["leader", "deputy", "member", "signatory"] as const;

/** What a unit chiefly was in a year. */
const belonged = (y: Year): string => {
  const role = roles.find((r) => y.terms.some((x) => x.belongs_as.includes(r)));
  return role ? t(`unit.as_${role}`) : empty(y) ? t("unit.no_record") : "—";
};

function won(y: Year): Record<Merit, number> {
  const out = { own: 0, inherited: 0, unknown: 0, not_inherited: 0 };
  for (const a of y.awards) if (a.status === "in_force") out[a.merit]++;
  return out;
}

/** What the chart shows, in words. */
function sentence(years: Year[], terms: number): string {
  const all = years.map(won);
  const parts = merits.map((m) => [m, all.reduce((n, y) => n + y[m], 0)] as const).filter(([, n]) => n > 0).map(([m, n]) => t(`unit.won_${m}`, { n: count(n) }));
  return `${terms > 0 ? t("unit.took_part", { n: count(terms) }) : t("unit.no_terms")} ${parts.length > 0 ? t("unit.won", { what: parts.join("; ") }) : t("unit.no_awards")}`;
}

export function Years({ profile: p }: { profile: Profile }) {
  const [all] = usePredecessors();
  const blocs = useBlocs(useWho().id);
  const years = yearsOf(p, shownAwards(p, all));
  if (p.terms.length === 0 && p.awards.length === 0) return <Empty text={t("unit.no_years")} />;
  const bars: HonourYear[] = years.map((y) => ({ id: y.id, at: y.at, belonged: belonged(y), empty: empty(y), won: won(y) }));
  return (
    <>
      <Predecessors profile={p} />
      {bars.some((b) => merits.some((m) => b.won[m] > 0)) ? <section class="card"><Honours years={bars} message={sentence(years, p.terms.length)} /></section> : <p>{sentence(years, p.terms.length)}</p>}
      <Table<Year>
        caption={t("unit.tab_years")} rows={[...years].reverse()}
        columns={[
          { name: "at", title: t("unit.year"), show: (y) => y.at },
          { name: "bloc", title: t("unit.belonged"), show: (y) => empty(y) ? <Chip tone="plain">{t("unit.no_record")}</Chip> : <Each of={y.terms}>{(x) => <Belonged term={x} at={y.at} bloc={blocs.data?.find((b) => b.id === x.bloc.id)} />}</Each> },
          { name: "name", title: t("unit.name_then"), show: (y) => [...new Set(y.terms.map((x) => x.name_then))].join("; ") || "—" },
          { name: "signed", title: t("unit.signature"), show: (y) => <Each of={y.terms.filter((x) => x.agreement_id)}>{(x) => <Signed term={x} />}</Each> },
          { name: "rank", title: t("unit.rank"), show: (y) => <Each of={y.terms.filter((x) => x.ranking)}>{(x) => <Ranked of={x.ranking!} />}</Each> },
          { name: "awards", title: t("unit.tab_awards"), show: (y) => <Each of={y.awards}>{(a) => <Award award={a} />}</Each> },
        ]}
      />
    </>
  );
}

/** The things one by one, or a dash. */
function Each<T>({ of, children }: { of: T[]; children: (one: T) => ComponentChildren }) {
  if (of.length === 0) return <>—</>;
  return <>{of.map((one, i) => <div key={i}>{children(one)}</div>)}</>;
}

function Belonged({ term: x, at, bloc }: { term: Term; at: string; bloc?: Bloc }) {
  const about = [x.belongs_as.map((a) => t(`unit.as_${a}`)).join(", "), x.order != null && t("unit.place", { n: x.order }), x.own_commitments > 0 && t("unit.own_commitments", { n: count(x.own_commitments) }), x.period.label !== at && x.period.label].filter(Boolean).join("; ");
  return <>{bloc ? <Link href={yearPath(bloc, x.period.label, "tong-quan")}>{x.bloc.name}</Link> : <Linked to="/khoi" of={x.bloc} />} <span class="muted">{about}</span></>;
}

function Ranked({ of: r }: { of: NonNullable<Term["ranking"]> }) {
  const about = r.total === null ? "" : r.scale !== null ? t("unit.points_of", { total: showNumber(r.total), scale: showNumber(r.scale) }) : t("unit.points", { total: showNumber(r.total) });
  const rank = t("unit.rank_of", { rank: r.rank ?? "", n: r.among }), place = r.rank !== null ? (r.tied ? t("ranking.tied", { rank }) : rank) : r.left_out ? t("ranking.left_out") : "—";
  return <><Link href={`/xep-hang/${r.ranking_id}`}>{place}</Link> {about && <span class="muted">{about}</span>}</>;
}

function Signed({ term: x }: { term: Term }) {
  const link = <Link href={`/giao-uoc/${x.agreement_id}`}>{t("unit.agreement")}</Link>;
  if (x.signatures.length === 0) return <>{link} <span class="muted">{t("unit.no_signature")}</span></>;
  return <>{link} {x.signatures.map((s, i) => <Chip key={i} tone={signedTone[s.status] ?? "plain"}>{[s.role && `${label("signature_role", s.role)}:`, label("signature_status", s.status), s.signed_on && showDate(s.signed_on)].filter(Boolean).join(" ")}</Chip>)}</>;
}

function Award({ award: a }: { award: Won }) {
  const about = [a.person?.name ?? a.person?.as_written, a.sub_unit, a.merit !== "own" && a.name_then].filter(Boolean).join(", ");
  return (
    <>
      <Link href={`/khen-thuong/${a.award_id}`}><TypeName of={a.type} /></Link> {about && <span class="muted">{about}</span>}
      {a.merit !== "own" && <> <Chip tone={a.merit === "inherited" ? "info" : "plain"}>{label("award_merit", a.merit)}</Chip></>}
      {a.status !== "in_force" && <> <Chip tone={a.status === "annulled" ? "bad" : "plain"}>{label("award_status", a.status)}</Chip></>}
    </>
  );
}
