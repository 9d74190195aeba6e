// One award type: what the law says of it and what the office calls it.

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { showNumber } from "../../format";
import { label, lang, t } from "../../words";
import { Facts, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, ProblemNote } from "../../ui/state";
import { List } from "../../ui/table";
import { Marks, validity } from "./catalogue";
import { awardColumns, subjects, type Award } from "./book";
import { typeBody, typeFields, typeForm, type AwardType } from "./type-fields";

const read = (path: string) => get<AwardType>(path).then(({ data, etag }) => ({ type: data, form: typeForm(data), etag }));

export default function TypeRecord({ id = "" }: Record<string, string>) {
  const path = `/award-types/${id}`;
  const may = useWho().may("council");
  const [query, set, href] = useQuery();
  const [problem, setProblem] = useState<Problem>();
  const reading = useReading(() => read(path), [path]);
  const changing = query.sua === "1" && may;
  const retire = (x: AwardType, etag: string) => {
    setProblem(undefined);
    send("PATCH", path, { is_retired: !x.is_retired }, { etag }).then(reading.again, (e) => setProblem(problemFrom(e)));
  };
  return (
    <ShownPage of={reading}>
      {({ type: x, form, etag }) => {
        const check = lang() === "en" ? x.check_en ?? x.check_vi : x.check_vi;
        return (
          <Page title={x.name} crumbs={[{ href: "/danh-muc", text: t("type.title") }]} actions={may && !changing && <><Link class="button" href={href({ sua: "1" })}>{t(x.is_official ? "type.name_it" : "ui.edit")}</Link><button type="button" onClick={() => retire(x, etag)}>{t(x.is_retired ? "type.use_again" : "type.retire")}</button></>}>
            {problem && <ProblemNote problem={problem} again={problem.status === 412 ? reading.again : undefined} />}
            {x.needs_check && <div class="note warn"><p><Chip tone="warn">{t("award.needs_check")}</Chip> {check ?? t("type.not_checked")}</p></div>}
            {changing ? (
              <Form<AwardType> name={path} fields={typeFields(x)} record={form} etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<AwardType>("PATCH", path, typeBody(body), { etag: tag })} again={() => read(path).then((r) => ({ data: r.form, etag: r.etag }))} saved={() => { reading.again(); set({ sua: "" }); }} />
            ) : (
              <Facts of={[
                [t("type.vi"), x.vi],
                [t("type.en"), x.en],
                [t("type.local_name"), x.local_name],
                [t("ui.status"), <Marks of={x} />],
                [t("type.class"), label("award_class", x.class)],
                [t("award.level"), label("award_level", x.level)],
                [t("type.subjects"), subjects(x.subjects)],
                [t("type.authority"), x.authority_vi],
                [t("type.article"), x.article],
                [t("type.validity"), validity(x)],
                [t("type.prerequisites"), lang() === "en" ? x.prerequisites_en ?? x.prerequisites_vi : x.prerequisites_vi],
                [t("type.vote"), x.vote_threshold_pct == null ? "—" : t(x.vote_base === "all_members" ? "type.vote_of_all" : "type.vote_of", { n: x.vote_threshold_pct })],
                [t("type.quota"), x.quota_vi],
                [t("type.money"), x.money_factor == null ? "—" : t("type.money_of", { n: showNumber(x.money_factor) })],
                [t("type.code"), <code>{x.code}</code>],
              ]} />
            )}
            <Generations of={x} />
            {!changing && <Section title={t("type.awards")}><List<Award> path="/awards" caption={t("type.awards")} columns={awardColumns().filter((c) => c.name !== "level")} fixed={{ award_type_id: id }} empty={<Empty text={t("type.no_awards")} />} /></Section>}
          </Page>
        );
      }}
    </ShownPage>
  );
}

/** The same award in other generations of the law. */
function Generations({ of: x }: { of: AwardType }) {
  const others = useReading(() => getAll<AwardType>(`/award-types?family=${encodeURIComponent(x.family)}&limit=200`).then((all) => all.filter((o) => o.id !== x.id)), [x.id, x.family]);
  if (!others.data?.length) return null;
  return <Section title={t("type.generations")}><ul>{others.data.map((o) => <li key={o.id}><Link href={`/danh-muc/${o.id}`}>{o.name}</Link> <span class="muted">{validity(o)}</span></li>)}</ul></Section>;
}
