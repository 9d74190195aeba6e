// A year's own facts, and the steps it took and may take.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { blocPath, yearPath } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count, showDate, showNumber } from "../../format";
import { Facts as FactList, Linked, Remove } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Shown } from "../../ui/state";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { arrangementName, termFields, useArrangementList } from "./fields";
import { useRights } from "./rights";
import { Steps } from "./steps";

type Detail = Schemas["TermDetailView"];

export function Facts({ bloc, term, again }: YearProps) {
  const rights = useRights(term);
  const mayRemove = useWho().may("council") && rights.write;
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const path = `/terms/${term.id}`;
  const reading = useReading(() => get<Detail>(path), [path]);
  const arrangements = useArrangementList();
  const refresh = () => { reading.again(); again(); };
  const saved = (now: Detail) => {
    if (now.period.label !== term.period.label) return go(`${yearPath(bloc, now.period.label, "thanh-vien")}?tab=thong-tin`);
    set({ sua: "" });
    refresh();
  };
  return (
    <Shown of={reading}>
      {({ data: x, etag }) => {
        const of = arrangements.data?.find((a) => a.id === x.arrangement_id);
        const editing = rights.write && query.sua === "1" && !arrangements.busy;
        return (
          <>
            <div class="head">
              <h2>{t("term.facts")}</h2>
              {rights.write && !editing && (
                <div class="actions">
                  <Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>
                  {mayRemove && <Remove what={t("term.title", { period: x.period.label, bloc: bloc.name })} path={path} etag={etag} gone={() => go(blocPath(bloc))} />}
                </div>
              )}
            </div>
            {x.warnings.map((w) => <p key={w.code} class="note warn">{w.code === "stated_count_differs" ? t("term.count_differs", { stated: Number(w.params.stated), rows: Number(w.params.rows) }) : w.code}</p>)}
            {editing ? (
              <Form<Detail> key={etag} name={path} fields={termFields(true, arrangements.data)} record={x} etag={etag} cancel={() => set({ sua: "" })} again={() => get(path)} send={(body, tag) => send<Detail>("PATCH", path, body, { etag: tag })} saved={saved} />
            ) : (
              <FactList of={[
                [t("term.period"), `${label("period_kind", x.period.kind)} ${x.period.label} (${showDate(x.period.starts_on)} – ${showDate(x.period.ends_on)})`],
                [t("term.theme"), x.theme],
                [t("term.theme_of"), <Linked to="/co-quan" of={x.theme_of} />],
                [t("term.council_member"), <Linked to="/ca-nhan" of={x.council_member} />],
                [t("term.members_state"), label("members_state", x.members_state)],
                [t("term.deputies_state"), label("deputies_state", x.deputies_state)],
                [t("term.member_count"), x.member_count > 0 ? count(x.member_count) : label("members_state", x.members_state)],
                [t("term.stated_member_count"), showNumber(x.stated_member_count)],
                [t("term.arrangement"), x.arrangement_id && <Link href={`/to-chuc/${x.arrangement_id}`}>{of ? arrangementName(of) : t("arrangement.one")}</Link>],
                ...(x.without_ranking ? [[t("term.ranking"), t("term.without_ranking_fact")] as [string, string]] : []),
                [t("term.last_year"), x.last_year_in_words],
                [t("term.remark"), x.remark],
              ]} />
            )}
            <Steps term={x} etag={etag} changed={refresh} />
            <Sources of={x.sources} edit={rights.write ? { path, etag, saved: refresh } : undefined} />
          </>
        );
      }}
    </Shown>
  );
}
