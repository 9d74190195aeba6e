// How the commitments of a year stand, period by period: the board of commitments
// and units, what is late, one unit by itself, and closing a period.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { get } from "../../api/raw";
import { yearCrumbs, yearPath } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { useReading } from "../../ui/data";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { label, t } from "../../words";
import { tones, type Board, type Place } from "./cells";
import { Closing } from "./closing";
import { EntryPanel } from "./entry";
import { Grid } from "./grid";
import { Indicators } from "./indicators";
import { Behind } from "./late";
import { useRights } from "./rights";
import { OfUnit } from "./unit";
import { periodName } from "./period";

export default function ProgressOfYear(props: YearProps) {
  const { bloc, term } = props;
  const [query] = useQuery();
  const asked = query.ky ? `?period=${encodeURIComponent(query.ky)}` : "";
  const path = `/terms/${term.id}/progress-board${asked}`;
  const reading = useReading(() => get<Board>(path).then((a) => a.data), [path], true);
  return (
    <Page title={t("progress.title", { year: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)} actions={<button type="button" onClick={() => print()}>{t("ui.print")}</button>}>
      <Shown of={reading}>{(board) => <Stands year={props} board={board} changed={reading.again} />}</Shown>
    </Page>
  );
}

function Stands({ year, board, changed }: { year: YearProps; board: Board; changed: () => void }) {
  const { bloc, term } = year;
  const [query, set, href] = useQuery();
  const rights = useRights(term);
  const mayWrite = (column: number) => (column < 0 ? rights.review : rights.write(board.units[column]?.id));
  const nothing = () => <Empty text={t("progress.no_commitments", { year: term.period.label })}><Link class="button" href={yearPath(bloc, term.period.label, "giao-uoc")}>{t("ui.nav.agreement")}</Link></Empty>;
  const themes = [...new Set(board.rows.map((r) => r.commitment.theme).filter((x) => x !== null))];
  const late = (i: number) => [board.rows[i]!.whole, ...board.rows[i]!.cells].some((c) => c.applies && ["late", "at_risk"].includes(c.standing.status ?? ""));
  const rows = board.rows.map((_, i) => i).filter((i) => (!query.nhom || board.rows[i]!.commitment.theme === query.nhom) && (query.cham !== "1" || late(i)));
  const at = (p: Place) => href({ o: `${board.rows[p.row]!.commitment.id}.${p.column < 0 ? "" : board.units[p.column]!.id ?? ""}` });
  const opened = placeOf(board, query.o);
  const tabs: [string, string, () => ComponentChildren][] = [
    ["bang", t("progress.tab_board"), board.rows.length === 0 ? nothing : () => (rows.length > 0 ? <Grid key={board.period.label} board={board} rows={rows} mayWrite={mayWrite} href={at} changed={changed} /> : <Empty text={t("progress.none_late")} />)],
    ...(board.rows.length === 0 ? [] : [
      ["tre", t("progress.tab_late"), () => <Behind year={year} board={board} />],
      ["don-vi", t("progress.tab_unit"), () => <OfUnit board={board} />],
    ] as [string, string, () => ComponentChildren][]),
    ["chi-so", board.elsewhere > 0 ? `${t("progress.tab_indicators")} (${count(board.elsewhere)})` : t("progress.tab_indicators"), () => <Indicators key={board.period.label} board={board} rights={rights} changed={changed} />],
  ];
  const tab = tabs.find(([id]) => id === query.tab) ?? tabs[0]!;
  return (
    <>
      <form class="filters screen" onSubmit={(e) => e.preventDefault()}>
        <label>{t("progress.period")}<select value={board.period.label} onChange={(e) => set({ ky: e.currentTarget.value, o: "", cs: "" })}>{board.periods.map((p) => <option key={p.label} value={p.label} selected={p.label === board.period.label}>{periodName(p)}</option>)}</select></label>
        {themes.length > 0 && <label>{t("progress.theme")}<select onChange={(e) => set({ nhom: e.currentTarget.value })}><option value="">{t("ui.any")}</option>{themes.map((x) => <option key={x} value={x} selected={x === query.nhom}>{x}</option>)}</select></label>}
        <label class="check"><input type="checkbox" checked={query.cham === "1"} onChange={(e) => set({ cham: e.currentTarget.checked ? "1" : "" })} /> {t("progress.only_late")}</label>
      </form>
      <p class="printed">{t("progress.period")}: {periodName(board.period)}</p>
      <p>{Object.entries(board.counts).filter(([, n]) => n > 0).map(([status, n]) => <Chip key={status} tone={status === "untold" ? "info" : tones[status]!}>{status === "untold" ? t("progress.words") : label("progress_status", status)}: {count(n)}</Chip>)}</p>
      <Closing board={board} mayClose={rights.review} changed={changed} />
      <Tabs tabs={tabs.map(([id, text]) => ({ id, text }))} current={tab[0]} href={(id) => href({ tab: id === "bang" ? "" : id, o: "", cs: "" })} />
      {opened && <EntryPanel key={`${query.o}${board.period.label}`} board={board} place={opened} mayWrite={mayWrite(opened.column)} mayJudge={rights.review} close={() => set({ o: "" })} changed={changed} />}
      {tab[2]()}
    </>
  );
}

/** The place an address names: a commitment, and a unit or the bloc. */
function placeOf(board: Board, name: string | undefined): Place | undefined {
  const [commitment, unit] = (name ?? "").split(".");
  const row = board.rows.findIndex((r) => r.commitment.id === commitment), column = unit ? board.units.findIndex((u) => u.id === unit) : -1;
  return row < 0 || (unit && column < 0) ? undefined : { row, column };
}
