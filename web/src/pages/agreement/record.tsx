// Leads from an agreement's id to the page of its year.

import { Redirect } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { yearPath, type Bloc } from "../../frame/term";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/state";
import { t } from "../../words";

export default function AgreementPage({ id = "" }: Record<string, string>) {
  const [query] = useQuery();
  const reading = useReading(async () => {
    const { data: a } = await get<Schemas["AgreementView"]>(`/agreements/${id}`);
    const { data: bloc } = await get<Bloc>(`/blocs/${a.bloc?.id}`);
    return `${yearPath(bloc, a.term.period, "giao-uoc")}?${new URLSearchParams({ ...query, ban: a.id })}`;
  }, [id]);
  if (reading.problem && !reading.data) return <Page title={t("agreement.some")}><Shown of={reading}>{() => null}</Shown></Page>;
  return <Shown of={reading}>{(to) => <Redirect to={to} replace />}</Shown>;
}
