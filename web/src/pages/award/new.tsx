// Recording an award of a bloc's year, with the names of who received it where they
// are known.

import { useMemo, useRef } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { t } from "../../words";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { awardFields } from "./award-fields";
import { NameEditor, type Typed } from "./names";
import type { AwardDetail, Kind } from "./book";

const form = (id: string) => `award/new/${id}`;

export function NewAward({ bloc, term }: YearProps) {
  const [, set] = useQuery();
  const [, go] = useLocation();
  const key = useKey();
  const take = useRef<() => Typed[]>(() => []);
  const done = useRef<(id?: string) => void>(() => undefined);
  const start = useMemo(() => ({ period: term.period.label }), [term.id]);
  const name = form(term.id);
  const kind = (): Kind => ((document.getElementById(`${name}-recipient_kind`) as HTMLSelectElement | null)?.value || null) as Kind;
  return (
    <section class="card">
      <h2>{t("award.new")}</h2>
      <Form<AwardDetail>
        name={name} fields={awardFields()} record={start} cancel={() => set({ tab: "" })} button={t("award.do_record")}
        send={(typed) => { const body = { bloc_id: bloc.id, ...start, ...typed, recipients: take.current().map((r) => r.body) }; return send<AwardDetail>("POST", "/awards", body, { key: key(body) }); }}
        saved={(a) => { done.current(); go(`/khen-thuong/${a.id}`); }}
      >
        <NameEditor kind={kind} take={take} done={done} />
      </Form>
    </section>
  );
}
