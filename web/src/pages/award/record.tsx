// One award: what is known of it, who received it, its files; a form to change it.

import { Link, useLocation } from "wouter-preact";
import { get, send } from "../../api/raw";
import { yearPath, type Bloc } from "../../frame/term";
import { showDate } from "../../format";
import { label, t } from "../../words";
import { Facts, Linked, Remove, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Files } from "../../ui/files";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Sources } from "../../ui/sources";
import { awardFields } from "./award-fields";
import { howMany, nameOf, Status, TypeName, useMayAward, Warnings, type AwardDetail } from "./book";
import { Recipients } from "./recipients";

export default function AwardRecord({ id = "" }: Record<string, string>) {
  const path = `/awards/${id}`;
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const may = useMayAward();
  const reading = useReading(() => get<AwardDetail>(path), [path]);
  const blocId = reading.data?.data.bloc?.id;
  const bloc = useReading(() => (blocId ? get<Bloc>(`/blocs/${blocId}`).then((a) => a.data) : Promise.resolve(undefined)), [blocId]);
  const changing = query.sua === "1" && may;
  return (
    <ShownPage of={reading}>
      {({ data: a, etag }) => {
        const name = nameOf(a.type);
        const title = [name, a.period?.label].filter(Boolean).join(" – ");
        const year = a.period?.listing_year?.toString() ?? a.period?.label;
        const list = bloc.data && year ? yearPath(bloc.data, year, "khen-thuong") : undefined;
        return (
          <Page title={title} crumbs={list ? [{ href: list, text: `${t("award.of_year", { year: year! })} – ${bloc.data!.name}` }] : []} actions={may && !changing && <><Link class="button" href={href({ sua: "1", ten: "", gan: "" })}>{t("ui.edit")}</Link><Remove what={title} path={path} etag={etag} gone={() => go(list ?? "/")} /></>}>
            <Warnings of={a.warnings} />
            {changing ? (
              <Form<AwardDetail> name={path} fields={awardFields()} record={a} etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<AwardDetail>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { reading.again(); set({ sua: "" }); }} />
            ) : (
              <Facts of={[
                [t("award.type"), a.type.id ? <Link href={`/danh-muc/${a.type.id}`}><TypeName of={a.type} /></Link> : <TypeName of={a.type} />],
                [t("ui.status"), <Status of={a.status} />],
                [t("award.recipients"), howMany(a)],
                [t("award.period"), a.period?.label],
                [t("ui.bloc"), a.bloc ? <Linked to="/khoi" of={a.bloc} /> : a.bloc_state && label("bloc_state", a.bloc_state)],
                [t("award.level"), a.level ? label("award_level", a.level) : a.level_as_written],
                [t("award.commendation_type"), a.commendation_type && label("commendation_type", a.commendation_type)],
                [t("award.decision"), <Linked to="/quyet-dinh" of={a.decision} />],
                [t("award.authority"), <Linked to="/co-quan" of={a.authority} />],
                [t("award.reported_on"), showDate(a.reported_on)],
                [t("award.presented_on"), showDate(a.presented_on)],
                [t("award.citation"), a.citation],
                [t("ui.remark"), a.remark],
              ]} />
            )}
            <Recipients award={a} may={may} again={reading.again} />
            <Section title={t("ui.files")}><Files kind="award" id={id} mayWrite={may} /></Section>
            <Sources of={a.sources} edit={may ? { path, etag, saved: reading.again } : undefined} />
          </Page>
        );
      }}
    </ShownPage>
  );
}
