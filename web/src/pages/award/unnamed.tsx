// What is still to be named: awards that count more than they name, and recipients
// told in words that no record stands behind.

import { Link } from "wouter-preact";
import { all } from "../../api/client";
import { get } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { t } from "../../words";
import { useReading } from "../../ui/data";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { howMany, nameOf, useMayAward, type Award, type AwardDetail } from "./book";
import { unresolved } from "./recipients";
import { Periods, useLines, useScope, within } from "./scope";

type Line = Award & { words: number };

/** Every award of the year with the number of its recipients told in words only. */
async function lines(blocId: string, scope: Record<string, string>): Promise<Line[]> {
  const question = new URLSearchParams({ bloc_id: blocId, limit: "200", ...scope });
  const read = (more: string) => all<Award>((cursor) => get(`/awards?${question}${more}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`));
  const inWords = new Set((await read("&has_unlinked=true")).map((a) => a.id));
  const out: Line[] = [];
  for (const a of await read("")) {
    const words = inWords.has(a.id) ? (await get<AwardDetail>(`/awards/${a.id}`)).data.recipients.filter(unresolved).length : 0;
    if (words > 0 || a.unnamed !== 0) out.push({ ...a, words });
  }
  return out;
}

export function Unnamed({ bloc, term }: YearProps) {
  const may = useMayAward();
  const { scope, name } = useScope(term);
  const known = useLines(bloc);
  const reading = useReading(() => lines(bloc.id, scope), [bloc.id, scope]);
  return (
    <>
      <Periods term={term} lines={known.data ?? []} />
      <Shown of={reading}>
        {(rows) => rows.length === 0 ? <Empty text={t(known.data && within(known.data, scope).length === 0 ? "award.none_in_year" : "award.all_named", { year: name })} /> : (
          <>
            <p>{t("award.unnamed_help")}</p>
            <Table caption={t("award.tab.unnamed")} rows={rows} columns={[
              { name: "type", title: t("award.type"), show: (a) => <Link href={`/khen-thuong/${a.id}`}>{nameOf(a.type)}</Link> },
              { name: "count", title: t("award.recipients"), show: howMany },
              { name: "unnamed", title: t("award.unnamed"), number: true, show: (a) => (a.unnamed == null ? t("ui.unknown") : a.unnamed === 0 ? "—" : count(a.unnamed)) },
              { name: "words", title: t("award.words_only"), number: true, show: (a) => (a.words > 0 ? <Chip tone="warn">{count(a.words)}</Chip> : "—") },
              { name: "do", title: t("ui.acts"), screen: true, show: (a) => may && <div class="actions">{a.unnamed !== 0 && <Link class="button" href={`/khen-thuong/${a.id}?ten=1`} aria-label={t("award.add_names_of", { name: nameOf(a.type) })}>{t("award.add_names")}</Link>}{a.words > 0 && <Link class="button" href={`/khen-thuong/${a.id}`} aria-label={t("award.link_names_of", { name: nameOf(a.type) })}>{t("award.link")}</Link>}</div> },
            ]} />
          </>
        )}
      </Shown>
    </>
  );
}
