// What the unit won and, where that is asked for, what its predecessors did.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { showDate } from "../../format";
import { Linked } from "../../ui/book";
import { useQuery } from "../../ui/query";
import { Chip, Empty } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { statusTone, TypeName } from "../award/book";
import type { Profile } from "./record";

export type Won = Schemas["ProfileAwardView"];

/** Whether what predecessors won is shown, and the address that turns it. */
export function usePredecessors(): [boolean, string] {
  const [query, , href] = useQuery();
  const all = query["tien-than"] !== "0";
  return [all, href({ "tien-than": all ? "0" : "" })];
}

/** The awards shown. Those of predecessors bear a merit other than own. */
export const shownAwards = (p: Profile, all: boolean): Won[] => p.awards.filter((a) => all || a.merit === "own");

/** Turns what predecessors won on and off; nothing where they won nothing. */
export function Predecessors({ profile: p }: { profile: Profile }) {
  const [all, turn] = usePredecessors();
  if (!p.awards.some((a) => a.merit !== "own")) return null;
  return <p class="buttons"><Link class="button" href={turn}>{t(all ? "unit.own_only" : "unit.with_predecessors")}</Link></p>;
}

export function Awards({ profile: p }: { profile: Profile }) {
  const [all] = usePredecessors();
  const rows = shownAwards(p, all).map((a) => ({ ...a, id: a.recipient_id }));
  return (
    <>
      <Predecessors profile={p} />
      {rows.length === 0 ? <Empty text={t("unit.no_awards")} /> : (
        <Table
          caption={t("unit.tab_awards")} rows={rows}
          columns={[
            { name: "period", title: t("award.period"), show: (a) => a.period?.label ?? t("ui.unknown") },
            { name: "type", title: t("award.type"), show: (a) => <><Link href={`/khen-thuong/${a.award_id}`}><TypeName of={a.type} /></Link>{a.level && <div class="muted">{label("award_level", a.level)}</div>}</> },
            { name: "whom", title: t("award.recipients"), show: (a) => <><Linked to="/don-vi" of={{ id: a.unit_id, name: a.name_then, as_written: null }} />{a.sub_unit && <div>{a.sub_unit}</div>}{a.person && <div><Linked to="/ca-nhan" of={a.person} /></div>}</> },
            { name: "merit", title: t("unit.merit"), show: (a) => <>{label("award_merit", a.merit)}{a.earned_after_act && <div class="muted">{t("unit.after_act")}</div>}</> },
            { name: "decision", title: t("award.decision"), show: (a) => <><Linked to="/quyet-dinh" of={a.decision} />{a.decided_on && <div class="muted">{showDate(a.decided_on)}</div>}</> },
            { name: "authority", title: t("award.authority"), show: (a) => <Linked to="/co-quan" of={a.authority} /> },
            { name: "status", title: t("ui.status"), show: (a) => <Chip tone={statusTone[a.status]!}>{label("award_status", a.status)}</Chip> },
          ]}
        />
      )}
    </>
  );
}
