// What a unit was called, and when.

import type { Schemas } from "../../api/client";
import { getAll } from "../../api/raw";
import { showDate } from "../../format";
import { Belongings } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Linked, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Shown } from "../../ui/state";
import { t } from "../../words";
import { versionFields } from "./book";

type Version = Schemas["VersionView"];

export function Versions({ unit, mayWrite, changed }: { unit: string; mayWrite: boolean; changed: () => void }) {
  const path = `/units/${unit}/versions`;
  const reading = useReading(() => getAll<Version>(`${path}?limit=200`), [path], true);
  return (
    <Shown of={reading}>
      {(rows) => (
        <Section title={t("unit.tab_names")}><Belongings<Version>
          rows={rows} again={() => { reading.again(); changed(); }}
          of={{
            name: "phien-ban", api: "/unit-versions", make: path, caption: t("unit.tab_names"), add: t("unit.add_name"), empty: t("unit.no_names"), mayWrite, remove: rows.length > 1,
            called: (v) => v.name, fields: () => known([...versionFields(), { name: "remark", title: t("ui.remark"), kind: "long" }]),
            columns: [
              { name: "name", title: t("unit.name"), show: (v) => v.name },
              { name: "short_name", title: t("unit.short_name"), show: (v) => v.short_name ?? "—" },
              { name: "parent", title: t("unit.parent"), show: (v) => <Linked to="/don-vi" of={v.parent} /> },
              { name: "legal_form", title: t("unit.legal_form"), show: (v) => v.legal_form ?? "—" },
              { name: "province", title: t("unit.province"), show: (v) => v.province ?? "—" },
              { name: "valid_from", title: t("unit.valid_from"), show: (v) => showDate(v.valid_from) },
              { name: "valid_to", title: t("unit.valid_to"), show: (v) => showDate(v.valid_to) },
              { name: "remark", title: t("ui.remark"), show: (v) => v.remark ?? "—" },
            ],
          }}
        /></Section>
      )}
    </Shown>
  );
}
