// One edition of a ranking: the places, what they wait for or rest on, and its steps.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send, type Versioned } from "../../api/raw";
import { showDate } from "../../format";
import { Facts as Told, Linked, Remove, Section } from "../../ui/book";
import { useReading, type Reading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Sources } from "../../ui/sources";
import { Chip } from "../../ui/state";
import { Steps, Taken, type Step } from "../../ui/steps";
import { label, t } from "../../words";
import { Facts, Rows } from "./facts";
import { fields, keyWords, tones, type Ranking } from "./fields";
import { Places } from "./places";
import { useRankingRights } from "./rights";

export type Read = Versioned<Ranking> & { term: Pick<Schemas["TermView"], "status"> };

export const readRanking = async (id: string): Promise<Read> => {
  const r = await get<Ranking>(`/rankings/${id}`);
  return { ...r, term: (await get<Schemas["TermView"]>(`/terms/${r.data.term.id}`)).data };
};

export default function RankingPage({ id = "" }: Record<string, string>) {
  const reading = useReading(() => readRanking(id), [id], true);
  return (
    <ShownPage of={reading}>
      {(read) => {
        const r = read.data, list = yearOf(r);
        return (
          <Page title={t("ranking.one_of", { year: r.term.period, n: r.edition })} crumbs={[{ href: list, text: t("ranking.title_of", { year: r.term.period }) }]} actions={<Acts read={read} reading={reading} />}>
            <Body read={read} reading={reading} />
          </Page>
        );
      }}
    </ShownPage>
  );
}

const yearOf = (r: Ranking) => `/khoi/${r.bloc?.id}/nam/${encodeURIComponent(r.term.period)}/xep-hang`;

/** The steps of a ranking, and what else can be done with it. */
export function Acts({ read: { data: r, etag, term }, reading }: { read: Read; reading: Reading<Read> }) {
  const [query, , href] = useQuery();
  const [, go] = useLocation();
  const path = `/rankings/${r.id}`;
  const papers = <><Link class="button" href={`/bao-cao/xep-hang/${r.id}`}>{t("ranking.as_document")}</Link><Link class="button" href={`/bao-cao/binh-xet/${r.id}`}>{t("ranking.minutes")}</Link></>;
  const { write } = useRankingRights(term);
  if (query.sua === "1") return null;
  if (!write) return papers;
  return (
    <>
      {papers}
      <Steps path={path} etag={etag} steps={stepsOf(r)} done={reading.again} />
      {r.status === "draft" && <Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>}
      {r.status === "draft" && <Remove what={t("ranking.one_of", { year: r.term.period, n: r.edition })} path={path} etag={etag} gone={() => go(`${yearOf(r)}?tab=cac-ban`)} />}
      {r.status === "published" && <Link class="button" href={`${yearOf(r)}?them=dinh-chinh`}>{t("ranking.correct")}</Link>}
    </>
  );
}

/** All that is told of a ranking. */
export function Body({ read: { data: r, etag, term }, reading }: { read: Read; reading: Reading<Read> }) {
  const [query, set] = useQuery();
  const path = `/rankings/${r.id}`, mayWrite = useRankingRights(term).write && r.status === "draft", editing = mayWrite && query.sua === "1";
  const part = { ranking: r, etag, path, saved: reading.again };
  return (
    <>
      <p><Chip tone={tones[r.status]}>{label("ranking_status", r.status)}</Chip> {t("ranking.edition_n", { n: r.edition })}</p>
      <Waiting of={r} />
      {editing && <Form<Ranking> name={path} fields={fields(r)} record={r} apart etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<Ranking>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { set({ sua: "" }); reading.again(); }} />}
      <Places of={r} />
      {mayWrite && !editing && (r.origin === "computed" ? <Facts {...part} /> : <Rows {...part} />)}
      {!editing && (
        <Told of={[
          [t("ranking.origin"), label("ranking_origin", r.origin)], [t("ranking.decided_on"), showDate(r.decided_on)],
          ...(r.score_table ? [[t("ranking.table"), <Linked to="/bang-diem" of={r.score_table} />]] as [string, preact.ComponentChildren][] : []),
          ...(r.vote ? [[t("ranking.vote"), <Linked to="/bo-phieu" of={r.vote} />]] as [string, preact.ComponentChildren][] : []),
          ...(r.event ? [[t("ranking.event"), r.event.name ?? t("ranking.event")]] as [string, string][] : []),
          ...(r.correction ? [[t("ranking.correction"), r.correction]] as [string, string][] : []),
          ...(r.decision_reason ? [[t("ranking.decision_reason"), r.decision_reason]] as [string, string][] : []),
          [t("ui.remark"), r.remark],
        ]} />
      )}
      <Section title={t("ui.steps")}><Taken key={r.version} path={path} word={(state) => label("ranking_status", state)} /></Section>
      <Sources of={r.sources} edit={mayWrite ? { path, etag, saved: reading.again } : undefined} />
    </>
  );
}

/** What a draft still waits for. */
function Waiting({ of: r }: { of: Ranking }) {
  const names = (units: { name: string | null; as_written: string | null }[]) => units.map((u) => u.name ?? u.as_written ?? "—").join(", ");
  const [, , href] = useQuery(), choosing = href({ sua: "1" });
  const all = r.rows.filter((p) => !p.left_out).length;
  return (
    <>
      {r.not_final.length > 0 && <p class="note info">{t("ranking.not_final", { done: all - r.not_final.length, all, units: names(r.not_final) })} <Link href={`/khoi/${r.bloc?.id}/nam/${encodeURIComponent(r.term.period)}/cham-diem`}>{t("ranking.to_scores")}</Link></p>}
      {r.waits.length > 0 && <div class="note warn"><ul>{r.waits.map((w) => <li key={w.rank}>{t("ranking.waits", { rank: w.rank, units: names(w.units), by: keyWords(w.by) })} {w.by.by === "ballot" && !r.vote && <Link href={choosing}>{t("ranking.choose_vote")}</Link>}</li>)}</ul></div>}
      {r.warnings.filter((w) => w !== "no_former").map((w) => <p key={w} class="note warn">{label("ranking_warning", w)}</p>)}
    </>
  );
}

function stepsOf(r: Ranking): Step[] {
  const year = r.term.period;
  switch (r.status) {
    case "draft":
      return r.not_final.length > 0 || r.rows.length === 0 ? [] : [{ to: "concluded", text: t("ranking.conclude"), typed: year, sure: t(r.waits.length > 0 ? "ranking.conclude_ties" : r.origin === "stated" ? "ranking.conclude_stated" : "ranking.conclude_sure"), ...(r.waits.length > 0 && { why: "must" }) }];
    case "concluded":
      return [{ to: "published", text: t("ranking.publish"), sure: t(r.correction ? "ranking.publish_again" : "ranking.publish_sure") }, { to: "draft", text: t("ranking.take_back"), why: "must", danger: true }];
  }
  return [];
}
