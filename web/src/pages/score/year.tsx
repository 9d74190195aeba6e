// How the units of a year are scored: their points stage by stage, the editions of the
// score table, and ways to make one.

import type { ComponentChildren } from "preact";
import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count, showDate, showNumber } from "../../format";
import { useKey, useReading } from "../../ui/data";
import { Form, type Field } from "../../ui/form";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { List } from "../../ui/table";
import { label, t } from "../../words";
import { useRights } from "../agreement/rights";
import { stages, type Board, type Scored } from "./cells";
import { sheetTones, tones, type ScoreTable, type TableRow } from "./fields";
import { Grid } from "./grid";
import { useScoreRights } from "./rights";
import { Gaps, Heat } from "./scores";

export default function ScoringOfYear(props: YearProps) {
  const { bloc, term } = props;
  const [query, , href] = useQuery();
  const mayWrite = useRights(term).attend;
  const opened = mayWrite ? query.them : undefined;
  const tables = opened || query.tab === "bang-diem";
  const actions = mayWrite && (
    <>
      <Link class="button primary" href={href({ tab: "bang-diem", them: "mau" })}>{t("score.from_example")}</Link>
      <Link class="button" href={href({ tab: "bang-diem", them: "chep" })}>{t("score.from_earlier")}</Link>
      <Link class="button" href={href({ tab: "bang-diem", them: "moi" })}>{t("score.new_table")}</Link>
    </>
  );
  const tabs = [["", "grid"], ["ban-do", "heat"], ["chenh-lech", "gap"], ["bang-diem", "tables"]].map(([id, name]) => ({ id: id!, text: t(`score.tab_${name}`) }));
  return (
    <Page title={t("score.title_of", { year: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)} actions={tables && !opened ? actions : <button type="button" onClick={() => print()}>{t("ui.print")}</button>}>
      <Tabs tabs={tabs} current={tables ? "bang-diem" : tabs.find((x) => x.id === query.tab)?.id ?? ""} href={(id) => href({ tab: id, them: "" })} />
      {opened === "mau" ? <FromExample {...props} /> : opened === "chep" ? <FromEarlier {...props} /> : opened === "moi" ? <Blank {...props} /> : tables ? <Tables term={term.id} year={term.period.label} actions={actions} /> : <Scores {...props} tab={query.tab} actions={actions} />}
    </Page>
  );
}

function Tables({ term, year, actions }: { term: string; year: string; actions: ComponentChildren }) {
  return (
    <List<TableRow>
      path="/score-tables" fixed={{ term_id: term }} caption={t("score.tables")} empty={<Empty text={t("score.none", { year })}>{actions}</Empty>}
      columns={[
        { name: "title", title: t("score.table_title"), show: (s) => <Link href={`/bang-diem/${s.id}`}>{s.title}</Link> },
        { name: "edition", title: t("score.edition"), number: true, sort: true, show: (s) => String(s.edition) },
        { name: "status", title: t("ui.status"), show: (s) => <Chip tone={tones[s.status]}>{label("score_table_status", s.status)}</Chip> },
        { name: "mode", title: t("score.mode"), show: (s) => label("score_table_mode", s.mode) },
        { name: "scale", title: t("score.scale"), number: true, show: (s) => (s.scale == null ? "—" : showNumber(s.scale)) },
        { name: "criterion_count", title: t("score.criterion_count"), number: true, show: (s) => String(s.criterion_count) },
        { name: "adopted_on", title: t("score.adopted_on"), show: (s) => showDate(s.adopted_on) },
      ]}
    />
  );
}

/** The scores of the year by the table that is applied. Nobody sees them who may not. */
function Scores({ term, tab, actions }: YearProps & { tab: string | undefined; actions: ComponentChildren }) {
  const [query, set] = useQuery();
  const path = `/terms/${term.id}/score-board${query.buoc ? `?stage=${query.buoc}` : ""}`;
  const reading = useReading(() => get<Board>(path).then((a) => a.data), [path], true);
  const rights = useScoreRights(term, reading.data?.ranked ?? false);
  return (
    <Shown of={reading}>
      {({ table, ...of }) => {
        if (table === null) return <Empty text={t("score.not_applied", { year: term.period.label })}>{actions}</Empty>;
        const board: Scored = { ...of, table };
        return (
        <>
          <form class="filters screen" onSubmit={(e) => e.preventDefault()}>
            <label>{t("score.stage")}<select value={board.stage} onChange={(e) => set({ buoc: e.currentTarget.value })}>{stages.map((s) => <option key={s} value={s} selected={s === board.stage}>{label("score_stage", s)}</option>)}</select></label>
          </form>
          <p class="printed">{board.table.title} – {label("score_stage", board.stage)}</p>
          <p>{Object.entries(board.counts).filter(([, n]) => n > 0).map(([status, n]) => <Chip key={status} tone={status === "none" ? "plain" : sheetTones[status as keyof typeof sheetTones]}>{status === "none" ? t("score.no_sheet") : label("score_sheet_status", status)}: {count(n)}</Chip>)} <Link href={`/bang-diem/${board.table.id}`}>{board.table.title}</Link></p>
          {board.ranked && <p class="note info">{t("score.ranked")}</p>}
          {!board.whole && board.units.length > 0 && <p class="hint">{t("score.own_only")}</p>}
          {board.units.length === 0 ? <Empty text={t(board.whole ? "score.no_units" : "score.not_published")} /> : (tab === "ban-do" || tab === "chenh-lech") && table.mode !== "points" ? <Empty text={t("score.by_figures")} /> : tab === "ban-do" ? <Heat board={board} /> : tab === "chenh-lech" ? <Gaps board={board} /> : <Grid key={`${board.table.id}${board.stage}`} board={board} term={term.id} rights={rights} changed={reading.again} />}
        </>
        );
      }}
    </Shown>
  );
}

/** A form that makes a score table and goes there. */
function Making({ term, name, fields, send: make }: { term: string; name: string; fields: Field[]; send: (body: Record<string, unknown>, key: (body: unknown) => string) => ReturnType<typeof send<ScoreTable>> }) {
  const [, set] = useQuery();
  const [, go] = useLocation();
  const key = useKey();
  return <Form<ScoreTable> name={`/score-tables/${term}/${name}`} fields={fields} button={t("score.make")} cancel={() => set({ them: "" })} send={(body) => make(body, key)} saved={(s) => go(`/bang-diem/${s.id}`)} />;
}

const titled = (hint?: string): Field => ({ name: "title", title: t("score.table_title"), kind: "text", ...(hint ? { hint } : { required: true }) });

function Blank({ term }: YearProps) {
  return <Making term={term.id} name="new" fields={[titled(), { name: "scale", title: t("score.scale"), hint: t("score.scale_hint"), kind: "number" }]} send={(typed, key) => { const body = { term_id: term.id, ...typed }; return send<ScoreTable>("POST", "/score-tables", body, { key: key(body) }); }} />;
}

function FromExample({ term }: YearProps) {
  const reading = useReading(() => get<Schemas["ExamplesView"]>("/score-table-examples").then((a) => a.data.data ?? []), []);
  return (
    <Shown of={reading}>
      {(all) => (
        <>
          <dl class="facts card">{all.map((e) => <div key={e.code} class="fact"><dt>{e.title}</dt><dd>{e.document_as_written}{e.remark && <p class="muted">{e.remark}</p>}</dd></div>)}</dl>
          <Making
            term={term.id} name="example" fields={[{ name: "example", title: t("score.example"), kind: "choice", required: true, options: all.map((e) => ({ value: e.code, label: e.title })) }, titled(t("score.example_title_hint"))]}
            send={(typed, key) => { const body = { term_id: term.id, ...typed }; return send<ScoreTable>("POST", "/score-tables", body, { key: key(body) }); }}
          />
        </>
      )}
    </Shown>
  );
}

function FromEarlier({ bloc, term }: YearProps) {
  const reading = useReading(() => getAll<TableRow>(`/score-tables?bloc_id=${bloc.id}&sort=-period,-edition&limit=200`), [bloc.id]);
  const [query, , href] = useQuery();
  return (
    <Shown of={reading}>
      {(all) => (all.length === 0 ? <Empty text={t("score.no_earlier")}><Link class="button" href={href({ ...query, them: "mau" })}>{t("score.from_example")}</Link></Empty> : (
        <Making
          term={term.id} name="copy" fields={[{ name: "from", title: t("score.copy_of"), kind: "choice", required: true, options: all.map((s) => ({ value: s.id, label: t("score.called", { title: s.title, year: s.term.period, n: s.edition }) })) }, titled(t("score.copy_title_hint"))]}
          send={({ from, ...typed }, key) => { const body = { term_id: term.id, ...typed }; return send<ScoreTable>("POST", `/score-tables/${String(from)}/copies`, body, { key: key({ ...body, from }) }); }}
        />
      ))}
    </Shown>
  );
}
