// A new year of a bloc.

import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import type { Schemas } from "../../api/client";
import { blocPath, useTerms, yearPath, type Bloc } from "../../frame/term";
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
  const last = terms.data?.[0]?.period.label;
  return (
    <Page title={t("term.new", { bloc: bloc.name })} crumbs={[{ href: blocPath(bloc), text: bloc.name }]}>
      {last && <p class="muted">{t("term.last_on_record", { period: last })}</p>}
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
