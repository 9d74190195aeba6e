// A unit over the years: where it belonged, what it signed and won, what it was
// called, what it came from.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { BookRecord, Linked } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Files } from "../../ui/files";
import { Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Empty, Shown } from "../../ui/state";
import { List } from "../../ui/table";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { Acts } from "./acts";
import { Awards } from "./awards";
import { useUnits, type Unit } from "./book";
import { Versions } from "./versions";
import { Years } from "./years";

export type Profile = Schemas["ProfileView"];

/** Facts that few units have are shown where they are told. */
const told = (facts: [string, ComponentChildren][]) => facts.filter(([, value]) => value);

export default function UnitPage({ id = "" }: Record<string, string>) {
  const book = useUnits();
  const [query, , href] = useQuery();
  const reading = useReading(() => get<Profile>(`/units/${id}/profile`).then((a) => a.data), [id], true);
  const tab = query.tab || "nam";
  const now = reading.data?.versions.at(-1); // the name borne at present
  return (
    <BookRecord book={book} id={id} facts={(u) => [
      [t("unit.code"), u.code],
      [t("unit.short_name"), u.short_name],
      [t("unit.kind"), label("unit_kind", u.kind)],
      [t("unit.enterprise"), u.is_enterprise == null ? null : t(u.is_enterprise ? "ui.yes" : "ui.no")],
      [t("unit.province"), u.province],
      ...told([
        [t("unit.legal_form"), now?.legal_form],
        [t("unit.parent"), now?.parent && <Linked to="/don-vi" of={now.parent} />],
        [t("unit.aliases"), u.aliases.join("; ")],
        [t("ui.remark"), u.remark],
      ]),
    ]}>
      {(u, record) => (
        <Shown of={reading}>
          {(p) => {
            const again = () => { reading.again(); record.again(); };
            const tabs: [string, string, () => ComponentChildren][] = [
              ["nam", t("unit.tab_years"), () => <><Years profile={p} /><p class="buttons"><Link class="button" href={`/bao-cao/ho-so/${id}`}>{t("unit.profile_paper")}</Link><button type="button" onClick={() => print()}>{t("unit.print")}</button></p></>],
              ["khen-thuong", t("unit.tab_awards"), () => <Awards profile={p} />],
              ["ten", t("unit.tab_names"), () => <Versions unit={id} mayWrite={book.mayWrite} changed={again} />],
              ["sap-nhap", t("unit.tab_acts"), () => <Acts unit={u} profile={p} mayWrite={book.mayWrite} changed={again} />],
              ["truc-thuoc", t("unit.tab_under"), () => <List<Unit> path="/units" caption={t("unit.tab_under")} fixed={{ parent_id: id }} columns={book.columns()} empty={<Empty text={t("unit.none_under")} />} />],
              ["tep", t("ui.files"), () => <Files kind="unit" id={id} mayWrite={book.mayWrite} />],
            ];
            return (
              <>
                {u.same_name_ids.length > 0 && <p class="note warn">{t("unit.same_name", { n: u.same_name_ids.length })} {u.same_name_ids.map((other, i) => <Link key={other} href={`/don-vi/${other}`}>{t("unit.same_name_n", { n: i + 1 })} </Link>)}</p>}
                <Tabs tabs={tabs.map(([name, text]) => ({ id: name, text }))} current={tab} href={(name) => href({ tab: name, sort: "", cursor: "", sua: "", viec: "", truoc: "", sau: "", "phien-ban": "" })} />
                {(tabs.find(([name]) => name === tab) ?? tabs[0]!)[2]()}
                <Sources of={u.sources} edit={book.mayWrite ? { path: `/units/${id}`, etag: record.data!.etag, saved: again } : undefined} />
              </>
            );
          }}
        </Shown>
      )}
    </BookRecord>
  );
}
