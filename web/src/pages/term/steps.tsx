// The steps of a year: from planning to locked, and back with a reason.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll, send } from "../../api/raw";
import { showTime } from "../../format";
import { Opened } from "../../ui/belongings";
import { Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Chip, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { termTone } from "../overview";
import { useMightWrite, useRights } from "./rights";

type Detail = Schemas["TermDetailView"];
type Step = Schemas["TransitionView"];

const order = ["planning", "signing", "in_force", "reviewing", "concluded", "locked"];

/** Where a year may go from its state: one on, one back; from an unknown state anywhere. */
function next(status: string | null): string[] {
  const at = status ? order.indexOf(status) : -1;
  return at < 0 ? order : [order[at + 1], order[at - 1]].filter((s) => s !== undefined);
}

const back = (from: string | null, to: string): boolean => from === null || order.indexOf(to) < order.indexOf(from);

function words(from: string | null, to: string): string {
  if (to === "locked") return t("term.lock");
  if (from === "locked") return t("term.unlock");
  return t(from !== null && back(from, to) ? "term.step_back" : "term.step", { to: label("term_status", to) });
}

export function Steps({ term, etag, changed }: { term: Detail; etag: string; changed: () => void }) {
  const rights = useRights(term);
  const mightWrite = useMightWrite();
  const [query, set, href] = useQuery();
  const steps = useReading(() => getAll<Step>(`/terms/${term.id}/transitions?limit=200`), [term.id, term.version]);
  const may = (to: string) => (to === "locked" || term.status === "locked" ? rights.lock : mightWrite);
  const to = next(term.status).filter(may);
  const opened = to.find((s) => s === query.buoc);
  return (
    <Section title={t("term.steps")}>
      <p>{t("term.now")} <Chip tone={termTone[term.status ?? ""] ?? "plain"}>{term.status ? label("term_status", term.status) : t("ui.unknown")}</Chip></p>
      {to.length > 0 && !opened && <p class="buttons">{to.map((s) => <Link key={s} class={back(term.status, s) ? "button" : "button primary"} href={href({ buoc: s })}>{words(term.status, s)}</Link>)}</p>}
      {opened && <Opened key={opened} title={words(term.status, opened)}><Take term={term} etag={etag} to={opened} close={() => set({ buoc: "" })} changed={changed} /></Opened>}
      <Shown of={steps}>
        {(all) => all.length === 0 ? <p class="muted">{t("term.no_steps")}</p> : (
          <Table<Step>
            caption={t("term.steps")} rows={all}
            columns={[
              { name: "at", title: t("term.step_at"), show: (s) => showTime(s.at) },
              { name: "from", title: t("term.step_from"), show: (s) => (s.from ? label("term_status", s.from) : t("ui.unknown")) },
              { name: "to", title: t("term.step_to"), show: (s) => label("term_status", s.to) },
              { name: "by", title: t("term.step_by"), show: (s) => s.by },
              { name: "reason", title: t("term.reason"), show: (s) => s.reason ?? "—" },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

function Take({ term, etag, to, close, changed }: { term: Detail; etag: string; to: string; close: () => void; changed: () => void }) {
  const key = useKey();
  const path = `/terms/${term.id}/transitions`;
  const live = term.status === "reviewing" && to === "concluded";
  const fields: Field[] = [
    { name: "reason", title: t("term.reason"), hint: t(back(term.status, to) ? "term.reason_needed" : "term.reason_free"), kind: "long", required: back(term.status, to) },
    ...(live ? [{ name: "without_ranking", title: t("term.without_ranking"), hint: t("term.without_ranking_hint"), kind: "yesno", required: true } as Field] : []),
  ];
  return (
    <>
      {to === "locked" && <p>{t("term.lock_means")}</p>}
      <Form<Detail>
        key={etag} name={`${path}/${to}`} fields={fields} etag={etag} cancel={close} button={words(term.status, to)}
        send={(typed, tag) => { const body = { to, ...typed }; return send<Detail>("POST", path, body, { etag: tag, key: key(body) }); }}
        saved={() => { close(); changed(); }}
      />
    </>
  );
}
