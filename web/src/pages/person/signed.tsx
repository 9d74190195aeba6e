// What a person signed: agreements and annexes for a unit, decisions for an authority.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll } from "../../api/raw";
import { showDate } from "../../format";
import { Linked } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";

type Signature = Schemas["SignatureView"];
type Decision = Schemas["DecisionView"];

export function Signed({ person }: { person: string }) {
  const reading = useReading(() => Promise.all([
    getAll<Signature>(`/signatures?person_id=${person}&sort=-signed_on&limit=200`),
    getAll<Decision>(`/decisions?signatory_id=${person}&sort=-issued_on&limit=200`),
  ]), [person]);
  return (
    <Shown of={reading}>
      {([signatures, decisions]) => (
        <>
          {signatures.length + decisions.length === 0 && <Empty text={t("person.signed_nothing")} />}
          {signatures.length > 0 && (
            <Table<Signature> caption={t("person.signatures")} rows={signatures} columns={[
              { name: "year", title: t("ui.year"), show: (s) => <Link href={`/giao-uoc/${s.agreement_id}`}>{t("person.agreement_of", { year: s.term.period })}</Link> },
              { name: "unit", title: t("ui.unit"), show: (s) => <Linked to="/don-vi" of={s.unit} /> },
              { name: "role", title: t("signature.role"), show: (s) => (s.role ? label("signature_role", s.role) : "—") },
              { name: "signed_on", title: t("signature.signed_on"), show: (s) => showDate(s.signed_on) },
              { name: "status", title: t("ui.status"), show: (s) => label("signature_status", s.status) },
            ]} />
          )}
          {decisions.length > 0 && (
            <Table<Decision> caption={t("person.decisions")} rows={decisions} columns={[
              { name: "number", title: t("decision.number"), show: (d) => <Link href={`/quyet-dinh/${d.id}`}>{d.number ?? t("ui.unknown")}</Link> },
              { name: "issued_on", title: t("decision.issued_on"), show: (d) => showDate(d.issued_on) },
              { name: "summary", title: t("decision.summary"), show: (d) => d.summary ?? "—" },
            ]} />
          )}
        </>
      )}
    </Shown>
  );
}
