// Leads from an agreement's id to the page of its year.

import { Redirect } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { yearPath, type Bloc } from "../../frame/term";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { ShownPage } from "../../ui/page";

export default function AgreementPage({ id = "" }: Record<string, string>) {
  const [query] = useQuery();
  const reading = useReading(async () => {
    const { data: a } = await get<Schemas["AgreementView"]>(`/agreements/${id}`);
    const { data: bloc } = await get<Bloc>(`/blocs/${a.bloc?.id}`);
    return `${yearPath(bloc, a.term.period, "giao-uoc")}?${new URLSearchParams({ ...query, ban: a.id })}`;
  }, [id]);
  return <ShownPage of={reading}>{(to) => <Redirect to={to} replace />}</ShownPage>;
}
