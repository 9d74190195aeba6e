// What an agreement says before its commitments, and where its text is verified.

import { Link } from "wouter-preact";
import { get, send } from "../../api/raw";
import { showTime } from "../../format";
import { basisOf } from "../../ui/basis";
import { Facts as List, Remove } from "../../ui/book";
import { Form, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import type { Agreement } from "./year";

export function Facts({ agreement: a, etag, mayWrite, changed }: { agreement: Agreement; etag: string; mayWrite: boolean; changed: () => void }) {
  const [query, set, href] = useQuery();
  const text: Field[] = [
    { name: "title", title: t("agreement.name"), kind: "text", required: true },
    { name: "preamble", title: t("agreement.preamble"), kind: "long" },
    { name: "legal_bases", title: t("agreement.legal_bases"), hint: t("agreement.lines_hint"), kind: "lines" },
  ];
  if (query.sua === "1" && mayWrite) {
    return (
      <Form<Agreement>
        name={`/agreements/${a.id}`} record={a as unknown as Record<string, unknown>} etag={etag} cancel={() => set({ sua: "" })}
        // Of a signed text only what stands beside it can change.
        fields={[...(a.frozen_at ? [] : text), { name: "remark", title: t("ui.remark"), kind: "long" }, basisOf(text, "basis_of_fields")]}
        send={(body, tag) => send<Agreement>("PATCH", `/agreements/${a.id}`, body, { etag: tag })}
        again={() => get(`/agreements/${a.id}`)} saved={() => { set({ sua: "" }); changed(); }}
      />
    );
  }
  return (
    <details class="card more" open={query.nguon !== undefined}>
      <summary>{t("agreement.more")}</summary>
      <List of={[
        [t("agreement.basis"), label("agreement_basis", a.basis)],
        [t("agreement.preamble"), a.preamble],
        [t("agreement.legal_bases"), a.legal_bases.length > 0 ? <ul class="plain">{a.legal_bases.map((b, i) => <li key={i}>{b}</li>)}</ul> : null],
        [t("agreement.event"), a.signing_event && <Link href={href({ tab: "hoi-nghi" })}>{a.signing_event.name ?? t("agreement.event")}</Link>],
        [t("agreement.frozen_at"), a.frozen_at && showTime(a.frozen_at)],
        [t("agreement.hash"), a.content_hash && <Link href={href({ tab: "lich-su" })}><code>{a.content_hash.slice(0, 16)}…</code></Link>],
        [t("ui.remark"), a.remark],
      ]} />
      <Sources of={a.sources} edit={mayWrite ? { path: `/agreements/${a.id}`, etag, saved: changed } : undefined} />
      {mayWrite && <p class="buttons"><Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>{!a.frozen_at && a.commitment_count === 0 && <Remove what={a.title} path={`/agreements/${a.id}`} etag={etag} gone={changed} />}</p>}
    </details>
  );
}
