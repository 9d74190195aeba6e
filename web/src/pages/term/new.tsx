// A new year of a bloc.

import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import type { Schemas } from "../../api/client";
import { blocPath, useTerms, yearPath, type Bloc, type Term } from "../../frame/term";
import { AtBloc } from "../../frame/year";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/state";
import { t } from "../../words";
import { termFields, useArrangementList } from "./fields";

type Detail = Schemas["TermDetailView"];

export default function NewTerm({ id = "" }: Record<string, string>) {
  return <AtBloc name={id}>{(bloc) => <Open bloc={bloc} />}</AtBloc>;
}

function Open({ bloc }: { bloc: Bloc }) {
  const [, go] = useLocation();
  const key = useKey();
  const terms = useTerms(bloc.id);
  const arrangements = useArrangementList();
  const last = terms.data?.[0];
  return (
    <Page title={t("term.new", { bloc: bloc.name })} crumbs={[{ href: blocPath(bloc), text: bloc.name }]}>
      {last && <><CarryOn bloc={bloc} from={last} /><h2>{t("term.open_other")}</h2></>}
      <Shown of={arrangements}>
        {(all) => (
          <Form<Detail>
            name={`/blocs/${bloc.id}/terms/new`} fields={termFields(false, all)} cancel={() => go(blocPath(bloc))} button={t("term.open")}
            send={(typed) => { const body = { bloc_id: bloc.id, ...typed }; return send<Detail>("POST", "/terms", body, { key: key(body) }); }}
            saved={(made) => go(yearPath(bloc, made.period.label, "thanh-vien"))}
          />
        )}
      </Shown>
    </Page>
  );
}

/** Opens the year after the last one on record with its members and deadlines. */
function CarryOn({ bloc, from }: { bloc: Bloc; from: Term }) {
  const [, go] = useLocation();
  const key = useKey();
  return (
    <section class="card" aria-label={t("term.carry_on", { period: from.period.label })}>
      <h2>{t("term.carry_on", { period: from.period.label })}</h2>
      <p class="hint">{t("term.carry_on_hint")}</p>
      <Form<Detail>
        name={`/terms/${from.id}/copies`} button={t("term.do_carry_on")}
        fields={[{ name: "period", title: t("term.period"), hint: t("term.next_hint"), kind: "text" }]}
        send={(typed) => { const body = { ...typed }; return send<Detail>("POST", `/terms/${from.id}/copies`, body, { key: key(body) }); }}
        saved={(made) => go(yearPath(bloc, made.period.label, "thanh-vien"))}
      />
    </section>
  );
}
