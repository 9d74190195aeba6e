// The catalogue of award types, and a form for one of the office's own (?moi=1).

import { Link, useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { showDate, today } from "../../format";
import { label, options, t } from "../../words";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty } from "../../ui/state";
import { List, type Column } from "../../ui/table";
import { subjects } from "./book";
import { typeBody, typeFields, type AwardType } from "./type-fields";

/** From when until when a type can be awarded; an open end is a dash. */
export const validity = (x: AwardType): string => (x.valid_from || x.valid_to ? `${x.valid_from ? showDate(x.valid_from) : "…"} – ${x.valid_to ? showDate(x.valid_to) : "…"}` : "—");

const columns = (): Column<AwardType>[] => [
  { name: "name", title: t("type.name"), sort: true, show: (x) => <><Link href={`/danh-muc/${x.id}`}>{x.name}</Link>{x.local_name && <div class="muted">{x.vi}</div>}</> },
  { name: "class", title: t("type.class"), show: (x) => label("award_class", x.class) },
  { name: "level", title: t("award.level"), show: (x) => label("award_level", x.level) },
  { name: "subjects", title: t("type.subjects"), show: (x) => subjects(x.subjects) },
  { name: "authority", title: t("type.authority"), show: (x) => x.authority_vi ?? "—" },
  { name: "validity", title: t("type.validity"), show: validity },
  { name: "state", title: t("ui.status"), show: (x) => <Marks of={x} /> },
];

export function Marks({ of: x }: { of: AwardType }) {
  const marks = [x.is_retired && <Chip tone="bad">{t("type.retired")}</Chip>, x.needs_check && <Chip tone="warn">{t("award.needs_check")}</Chip>, !x.is_official && <Chip tone="info">{t("type.own")}</Chip>].filter(Boolean);
  return marks.length > 0 ? <>{marks.map((m, i) => <span key={i}>{m} </span>)}</> : <>—</>;
}

/** The days the catalogue can be asked about: today, and the ends of past years. */
function days() {
  const now = today();
  const year = Number(now.slice(0, 4));
  return [{ value: now, label: t("type.today", { date: showDate(now) }) }, ...Array.from({ length: 20 }, (_, i) => `${year - 1 - i}-12-31`).map((d) => ({ value: d, label: showDate(d) }))];
}

export default function Catalogue() {
  const may = useWho().may("council");
  const [query, set] = useQuery();
  const [path, go] = useLocation();
  const key = useKey();
  if (query.moi === "1" && may) {
    return (
      <Page title={t("type.add")} crumbs={[{ href: path, text: t("type.title") }]}>
        <p>{t("type.add_help")}</p>
        <Form<AwardType> name="/award-types/new" fields={typeFields()} cancel={() => set({ moi: "" })} send={(typed) => { const body = typeBody(typed); return send<AwardType>("POST", "/award-types", body, { key: key(body) }); }} saved={(x) => go(`/danh-muc/${x.id}`)} />
      </Page>
    );
  }
  const add = may && <Link class="button primary" href={`${path}?moi=1`}>{t("type.add")}</Link>;
  const yes = (yes: string, no: string) => [{ value: "true", label: t(yes) }, { value: "false", label: t(no) }];
  return (
    <Page title={t("type.title")} actions={add}>
      <List<AwardType>
        path="/award-types" caption={t("type.title")} columns={columns()} empty={<Empty text={t("type.none")}>{add}</Empty>}
        filters={[
          { name: "q", title: t("award.words"), wide: true },
          { name: "class", title: t("type.class"), options: options("award_class") },
          { name: "level", title: t("award.level"), options: options("award_level") },
          { name: "subject", title: t("type.subjects"), options: options("recipient_kind") },
          { name: "in_force_on", title: t("type.in_force_on"), options: days() },
          { name: "is_verified", title: t("type.check"), options: yes("type.checked", "award.needs_check") },
          { name: "is_official", title: t("type.origin"), options: yes("type.official", "type.own") },
          { name: "is_retired", title: t("type.use"), options: yes("type.retired", "type.used") },
        ]}
      />
    </Page>
  );
}
