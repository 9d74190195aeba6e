// A new year of a bloc.

import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { slug, useBlocs, useTerms, yearPath, type Bloc } from "../../frame/term";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/state";
import { t } from "../../words";
import { termFields, useArrangementList } from "./fields";

type Detail = Schemas["TermDetailView"];

export default function NewTerm({ id = "" }: Record<string, string>) {
  const blocs = useBlocs(useWho().id);
  const name = decodeURIComponent(id);
  return (
    <Shown of={blocs}>
      {(all) => {
        const bloc = all.find((b) => b.id === name || slug(b) === encodeURIComponent(name));
        return bloc ? <Open bloc={bloc} /> : <Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page>;
      }}
    </Shown>
  );
}

function Open({ bloc }: { bloc: Bloc }) {
  const [, go] = useLocation();
  const key = useKey();
  const terms = useTerms(bloc.id);
  const arrangements = useArrangementList();
  const last = terms.data?.[0]?.period.label;
  return (
    <Page title={t("term.new", { bloc: bloc.name })} crumbs={[{ href: `/khoi/${slug(bloc)}`, text: bloc.name }]}>
      {last && <p class="muted">{t("term.last_on_record", { period: last })}</p>}
      <Shown of={arrangements}>
        {(all) => (
          <Form<Detail>
            name={`/blocs/${bloc.id}/terms/new`} fields={termFields(false, all)} cancel={() => go(`/khoi/${slug(bloc)}`)} button={t("term.open")}
            send={(typed) => { const body = { bloc_id: bloc.id, ...typed }; return send<Detail>("POST", "/terms", body, { key: key(body) }); }}
            saved={(made) => go(yearPath(bloc, made.period.label, "thanh-vien"))}
          />
        )}
      </Shown>
    </Page>
  );
}
