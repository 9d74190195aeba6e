import type { Schemas } from "../api/client";
import { showDate } from "../format";
import { Section } from "./book";
import { t } from "../words";

/** What a record was taken from; nothing where no source is told. */
export function Sources({ of }: { of: Schemas["Source"][] }) {
  if (of.length === 0) return null;
  return (
    <Section title={t("bloc.sources")}>
      <ul>
        {of.map((s, i) => {
          const about = [s.author, s.publisher, s.published && showDate(s.published)].filter(Boolean).join(", ");
          const title = s.title ?? s.address ?? about;
          return <li key={i}>{s.address?.startsWith("http") ? <a href={s.address} rel="noreferrer">{title}</a> : title}{about && about !== title && <span class="muted"> – {about}</span>}</li>;
        })}
      </ul>
    </Section>
  );
}
