// The model points of a year: what was proposed to try together, and how far it is.

import { Link, useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { showDate } from "../../format";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty } from "../../ui/state";
import { List } from "../../ui/table";
import { label, options, t } from "../../words";
import { useRights } from "../agreement/rights";
import { nameOf } from "../agreement/seats";
import { fields, tones, type Model } from "./fields";

export default function ModelsOfYear({ bloc, term }: YearProps) {
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const key = useKey();
  const mayWrite = useRights(term).attend;
  const adding = mayWrite && query.them === "1";
  const add = mayWrite && <Link class="button primary" href={href({ them: "1" })}>{t("model.add")}</Link>;
  const units = (m: Model, part: string) => m.units.filter((u) => u.part === part).map((u) => nameOf(u.unit)).join("; ") || "—";
  return (
    <Page title={t("model.title_of", { year: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)} actions={!adding && add}>
      {adding ? (
        <Form<Model>
          name={`/models/${term.id}`} fields={fields(term.id, bloc.id)} cancel={() => set({ them: "" })}
          send={(typed) => { const body = { term_id: term.id, ...typed }; return send<Model>("POST", "/models", body, { key: key(body) }); }} saved={(m) => go(`/mo-hinh/${m.id}`)}
        />
      ) : (
        <List<Model>
          path="/models" fixed={{ term_id: term.id }} caption={t("ui.nav.models")} empty={<Empty text={t("model.none", { year: term.period.label })}>{add}</Empty>}
          filters={[{ name: "q", title: t("model.find"), wide: true }, { name: "status", title: t("ui.status"), options: options("model_status") }]}
          columns={[
            { name: "title", title: t("model.title"), show: (m) => <Link href={`/mo-hinh/${m.id}`}>{m.title}</Link> },
            { name: "status", title: t("ui.status"), show: (m) => <Chip tone={tones[m.status]}>{label("model_status", m.status)}</Chip> },
            { name: "proposed_on", title: t("model.proposed_on"), sort: true, show: (m) => showDate(m.proposed_on) },
            { name: "pilot", title: t("model.pilots"), show: (m) => units(m, "pilot") },
            { name: "replicating", title: t("model.replicating"), show: (m) => units(m, "replicating") },
          ]}
        />
      )}
    </Page>
  );
}
