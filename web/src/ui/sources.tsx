// What a record was taken from: an article, a document, with who published it and
// when.

import type { Schemas } from "../api/client";
import { send } from "../api/raw";
import { showDate } from "../format";
import { t } from "../words";
import { Section } from "./book";
import type { Field } from "./form";
import { Parts } from "./parts";

type Source = Schemas["Source"];

/** Where the sources are kept, for who may change them. */
type Edit = { path: string; etag: string; saved: () => void };

const fields = (): Field[] => [
  { name: "title", title: t("source.title"), kind: "text", required: true },
  { name: "publisher", title: t("source.publisher"), hint: t("source.publisher_hint"), kind: "text" },
  { name: "author", title: t("source.author"), kind: "text" },
  { name: "published", title: t("source.published"), kind: "date" },
  { name: "address", title: t("source.address"), hint: t("source.address_hint"), kind: "text" },
];

/** Nothing where no source is told and none may be added. */
export function Sources({ of, edit }: { of: Source[]; edit?: Edit }) {
  if (of.length === 0 && !edit) return null;
  return (
    <Section title={t("source.all")}>
      <Parts<Source, unknown>
        name="nguon" about={edit?.path ?? ""} caption={t("source.all")} add={t("source.add")} rows={of} mayWrite={edit !== undefined} called={called} fields={fields()}
        columns={[
          { name: "title", title: t("source.title"), show: (s) => (s.address?.startsWith("http") ? <a href={s.address} rel="noreferrer">{called(s)}</a> : called(s)) },
          { name: "by", title: t("source.publisher"), show: (s) => [s.author, s.publisher].filter(Boolean).join(", ") || "—" },
          { name: "published", title: t("source.published"), show: (s) => showDate(s.published) },
        ]}
        made={(row, body) => ({ ...row, ...body }) as Source}
        save={(sources) => send("PATCH", edit!.path, { sources }, { etag: edit!.etag })}
        saved={() => edit!.saved()}
      />
    </Section>
  );
}

const called = (s: Source): string => s.title ?? s.address ?? ([s.author, s.publisher].filter(Boolean).join(", ") || "—");
