// A bloc's year: its member units in order, who leads, its facts and state, its
// deadlines and events.

import type { ComponentType } from "preact";
import { Link, useLocation } from "wouter-preact";
import type { YearProps } from "../../frame/year";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";
import { yearCrumbs } from "../../frame/term";
import { termTone } from "../overview";
import { Deadlines } from "./deadlines";
import { Events } from "./events";
import { Facts } from "./facts";
import { Leaders } from "./leaders";
import { Members } from "./list";
import { useMightWrite } from "./rights";

const parts: Record<string, ComponentType<YearProps>> = {
  "thanh-vien": Members,
  "truong-khoi": Leaders,
  "thong-tin": Facts,
  "thoi-han": Deadlines,
  "hoi-nghi": Events,
};

export default function MembersPage(props: YearProps) {
  const { bloc, term } = props;
  const [query] = useQuery();
  const [path] = useLocation();
  const tab = query.tab && query.tab in parts ? query.tab : "thanh-vien";
  const Part = parts[tab]!;
  const mightWrite = useMightWrite();
  return (
    <Page title={t("term.title", { period: term.period.label, bloc: bloc.name })} crumbs={yearCrumbs(bloc, term.period.label)}>
      <p><Chip tone={termTone[term.status ?? ""] ?? "plain"}>{term.status ? label("term_status", term.status) : t("ui.status_unknown")}</Chip></p>
      {term.status === "locked" && mightWrite && <p class="note info">{t("term.locked_note")} <Link href={`${path}?tab=thong-tin`}>{t("term.to_steps")}</Link></p>}
      <Tabs current={tab} href={(id) => `${path}?tab=${id}`} tabs={Object.keys(parts).map((id) => ({ id, text: t(`term.tab.${id}`) }))} />
      <Part key={`${term.id}${tab}`} {...props} />
    </Page>
  );
}
