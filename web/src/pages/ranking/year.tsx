// The ranking of a year: the edition that counts or is worked on, the votes, and all
// editions there were.

import { Link, useLocation } from "wouter-preact";
import { getAll, send } from "../../api/raw";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { showDate } from "../../format";
import { useKey, useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { List, Table } from "../../ui/table";
import { label, t } from "../../words";
import { body as voteBody, fields as voteFields, ruleWords, tones as voteTones, type Vote, type VoteRow } from "../vote/fields";
import { tones, type Ranking, type RankingRow } from "./fields";
import { Acts, Body, readRanking } from "./record";
import { useRankingRights } from "./rights";
import { Standings } from "./standings";

const tabs = () => [["", "now"], ["bo-phieu", "votes"], ["qua-cac-nam", "years"], ["cac-ban", "all"]].map(([id, name]) => ({ id: id!, text: t(`ranking.tab_${name}`) }));

export default function RankingOfYear(props: YearProps) {
  const { bloc, term } = props;
  const [query, , href] = useQuery();
  const rights = useRankingRights(term), opened = rights.write ? query.them : undefined;
  const reading = useReading(() => getAll<RankingRow>(`/rankings?term_id=${term.id}&sort=-edition&limit=200`), [term.id, query.tab ?? "", query.them ?? ""], true);
  const page = (current: string, children: preact.ComponentChildren, actions?: preact.ComponentChildren) => (
    <Page title={t("ranking.title_of", { year: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)} actions={actions}>
      <Tabs tabs={tabs()} current={current} href={(id) => href({ tab: id, them: "", sua: "", cc: "", diem: "" })} />
      {children}
    </Page>
  );
  if (query.tab === "bo-phieu") return page("bo-phieu", <Votes {...props} adding={opened === "phieu"} />, rights.write && opened !== "phieu" && <Link class="button primary" href={href({ tab: "bo-phieu", them: "phieu" })}>{t("vote.add")}</Link>);
  if (query.tab === "qua-cac-nam") return page("qua-cac-nam", <Standings bloc={bloc.id} />, <button type="button" onClick={() => print()}>{t("ui.print")}</button>);
  const rows = reading.data, worked = rows?.find((r) => r.status === "draft" || r.status === "concluded"), now = worked ?? rows?.find((r) => r.status === "published");
  const making = rows && !worked && (now ? opened === "dinh-chinh" : opened === "tinh" || opened === "ghi") ? opened : undefined;
  const begin = rights.write && rows && !now && !making && (
    <>
      <Link class="button primary" href={href({ tab: "", them: "tinh" })}>{t("ranking.draw_up")}</Link>
      <Link class="button" href={href({ tab: "", them: "ghi" })}>{t("ranking.record")}</Link>
    </>
  );
  if (query.tab === "cac-ban") return page("cac-ban", <Shown of={reading}>{(all) => <Editions of={all} />}</Shown>);
  if (making) return page("", <Making {...props} how={making} origin={now?.origin ?? "computed"} />);
  if (now) return <Current key={now.id} id={now.id} page={page} changed={reading.again} />;
  return page("", <Shown of={reading}>{() => <Empty text={t(rights.early ? "ranking.none" : "ranking.not_published", { year: term.period.label })}>{begin}</Empty>}</Shown>);
}

/** The edition that counts, or is worked on. */
function Current({ id, page, changed }: { id: string; changed: () => void; page: (current: string, children: preact.ComponentChildren, actions?: preact.ComponentChildren) => preact.JSX.Element }) {
  const own = useReading(() => readRanking(id), [id], true), reading = { ...own, again: () => { own.again(); changed(); } };
  return page("", <Shown of={reading}>{(read) => <Body read={read} reading={reading} />}</Shown>, reading.data && <><Acts read={reading.data} reading={reading} /><button type="button" onClick={() => print()}>{t("ui.print")}</button></>);
}

/** A form that begins a ranking, or the correction of one. */
function Making({ term, how, origin }: YearProps & { how: string; origin: string }) {
  const [, set] = useQuery();
  const [, go] = useLocation();
  const key = useKey();
  const correcting = how === "dinh-chinh";
  return (
    <>
      {correcting && <p class="note info">{t("ranking.correction_hint")}</p>}
      {how === "ghi" && <p class="hint">{t("ranking.record_hint")}</p>}
      <Form<Ranking>
        name={`/rankings/${term.id}/${how}`} button={t(correcting ? "ranking.correct" : how === "ghi" ? "ranking.record" : "ranking.draw_up")} cancel={() => set({ them: "" })} saved={(r) => go(`/xep-hang/${r.id}`)}
        fields={[
          ...(correcting ? [{ name: "correction", title: t("ranking.correction"), kind: "long" as const, required: true }] : []),
          { name: "event_id", title: t("ranking.event"), kind: "record", from: "/events", query: `term_id=${term.id}` },
          { name: "decided_on", title: t("ranking.decided_on"), kind: "date" },
          ...(how === "ghi" ? [{ name: "scale", title: t("ranking.scale"), kind: "number" as const }] : []),
        ]}
        send={(typed) => { const body = { term_id: term.id, origin: how === "ghi" ? "stated" : correcting ? origin : "computed", ...typed }; return send<Ranking>("POST", "/rankings", body, { key: key(body) }); }}
      />
    </>
  );
}

function Editions({ of }: { of: RankingRow[] }) {
  if (of.length === 0) return <Empty text={t("ranking.no_editions")} />;
  return (
    <Table<RankingRow>
      caption={t("ranking.editions")} rows={of}
      columns={[
        { name: "edition", title: t("ranking.edition"), show: (r) => <Link href={`/xep-hang/${r.id}`}>{t("ranking.edition_n", { n: r.edition })}</Link> },
        { name: "status", title: t("ui.status"), show: (r) => <Chip tone={tones[r.status]}>{label("ranking_status", r.status)}</Chip> },
        { name: "origin", title: t("ranking.origin"), show: (r) => label("ranking_origin", r.origin) },
        { name: "decided_on", title: t("ranking.decided_on"), show: (r) => showDate(r.decided_on) },
        { name: "correction", title: t("ranking.correction"), show: (r) => r.correction ?? "—" },
      ]}
    />
  );
}

function Votes({ term, adding }: YearProps & { adding: boolean }) {
  const [, set] = useQuery();
  const [, go] = useLocation();
  const key = useKey(), early = useRankingRights(term).early;
  if (adding) {
    return (
      <Form<Vote>
        name={`/votes/${term.id}/new`} fields={voteFields(term.id, true)} record={undefined} button={t("vote.make")} cancel={() => set({ them: "" })} saved={(v) => go(`/bo-phieu/${v.id}`)}
        send={(typed) => { const made = { term_id: term.id, ...voteBody(typed) }; return send<Vote>("POST", "/votes", made, { key: key(made) }); }}
      />
    );
  }
  return (
    <List<VoteRow>
      path="/votes" fixed={{ term_id: term.id }} caption={t("vote.list")} empty={<Empty text={t(early ? "vote.none" : "vote.hidden", { year: term.period.label })} />}
      columns={[
        { name: "title", title: t("vote.title"), show: (v) => <Link href={`/bo-phieu/${v.id}`}>{v.title}</Link> },
        { name: "round", title: t("vote.round"), number: true, sort: true, show: (v) => String(v.round) },
        { name: "status", title: t("ui.status"), show: (v) => <Chip tone={voteTones[v.status]}>{label("vote_status", v.status)}</Chip> },
        { name: "held_on", title: t("vote.held_on"), sort: true, show: (v) => showDate(v.held_on) },
        { name: "threshold", title: t("vote.threshold"), show: ruleWords },
        { name: "item_count", title: t("vote.nominees"), number: true, show: (v) => String(v.item_count) },
      ]}
    />
  );
}
