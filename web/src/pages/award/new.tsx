// Recording an award, with the names of who received it where they are known: one of
// a bloc's year, or one that a decision grants.

import { useMemo, useRef } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { t } from "../../words";
import { useKey } from "../../ui/data";
import { Form, type Body, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { awardFields } from "./award-fields";
import type { Decision } from "./decision-book";
import { NameEditor, type Typed } from "./names";
import type { AwardDetail, Kind } from "./book";

export function NewAward({ bloc, term }: YearProps) {
  const [, set] = useQuery();
  const [, go] = useLocation();
  const start = useMemo(() => ({ period: term.period.label }), [term.id]);
  return (
    <section class="card">
      <h2>{t("award.new")}</h2>
      <AwardForm name={`award/new/${term.id}`} fields={awardFields()} start={start} given={{ bloc_id: bloc.id, ...start }} cancel={() => set({ tab: "" })} saved={(a) => go(`/khen-thuong/${a.id}`)} />
    </section>
  );
}

/** An award that a decision grants: of its bloc, unless another is named. */
export function AwardUnder({ decision: d, saved, cancel }: { decision: Decision; saved: (a: AwardDetail) => void; cancel: () => void }) {
  const start = useMemo(() => ({ bloc: d.bloc }), [d.id]);
  const bloc: Field = { name: "bloc_id", title: t("ui.bloc"), hint: t("award.bloc_hint"), kind: "record", from: "/blocs", as: "bloc_as_written" };
  const fields = awardFields().flatMap((f) => (f.name === "decision_id" ? [bloc] : [f]));
  return <AwardForm name={`award/under/${d.id}`} fields={fields} start={start} given={{ decision_id: d.id, ...(d.bloc && { bloc_id: d.bloc.id }) }} cancel={cancel} saved={saved} />;
}

type Props = { name: string; fields: Field[]; start: Record<string, unknown>; given: Body; saved: (a: AwardDetail) => void; cancel: () => void };

/** given is what the award is sent with unless something else is typed. */
function AwardForm({ name, fields, start, given, saved, cancel }: Props) {
  const key = useKey();
  const take = useRef<() => Typed[]>(() => []);
  const done = useRef<(id?: string) => void>(() => undefined);
  const kind = (): Kind => ((document.getElementById(`${name}-recipient_kind`) as HTMLSelectElement | null)?.value || null) as Kind;
  return (
    <Form<AwardDetail>
      name={name} fields={fields} record={start} cancel={cancel} button={t("award.do_record")}
      send={(typed) => { const body = { ...given, ...typed, recipients: take.current().map((r) => r.body) }; return send<AwardDetail>("POST", "/awards", body, { key: key(body) }); }}
      saved={(a) => { done.current(); saved(a); }}
    >
      <NameEditor kind={kind} take={take} done={done} />
    </Form>
  );
}
