// The agreement as one reads and prints it: bases, promises by theme, who signs.

import type { Schemas } from "../../api/client";
import { showDate } from "../../format";
import { Empty } from "../../ui/state";
import { label, t } from "../../words";
import { target } from "./fields";
import type { Whole } from "./year";

const name = (r: Schemas["Ref"] | null): string => r?.name ?? r?.as_written ?? "—";

export function WholeText({ whole: { agreement: a, themes, signatures, annexes } }: { whole: Whole }) {
  const signed = signatures.filter((s) => s.annex_id === null);
  return (
    <article class="card">
      <h2>{a.title}</h2>
      {a.legal_bases.map((b, i) => <p key={i}>{b}</p>)}
      {a.preamble && <p>{a.preamble}</p>}
      {themes.length === 0 && <Empty text={t("agreement.no_text")} />}
      {themes.map((theme, i) => (
        <section key={i}>
          {theme.theme && <h3>{theme.theme}</h3>}
          <ol start={theme.commitments[0]?.order}>
            {theme.commitments.map((c) => (
              <li key={c.id} value={c.order}>
                {c.text}
                {c.scope === "unit" && <> ({name(c.unit)})</>}
                {(c.target != null || c.due_on) && <span class="muted"> – {[c.target != null && `${t("commitment.target")}: ${target(c)}`, c.due_on && `${t("commitment.due_on")}: ${showDate(c.due_on)}`].filter(Boolean).join("; ")}</span>}
              </li>
            ))}
          </ol>
        </section>
      ))}
      {annexes.map((x) => <section key={x.id}><h3>{t("annex.nth", { n: x.number, title: x.title })}</h3>{x.text.split("\n").map((line, i) => <p key={i}>{line}</p>)}</section>)}
      {signed.length > 0 && (
        <section>
          <h3>{t("agreement.signers")}</h3>
          <div class="grid">
            {signed.map((s) => (
              <div key={s.id}>
                <p><strong>{s.name_then ?? name(s.unit)}</strong><br />{s.position_as_written}<br />{s.person ? name(s.person) : "—"}<br /><span class="muted">{label("signature_status", s.status)}{s.signed_on && `, ${showDate(s.signed_on)}`}</span></p>
              </div>
            ))}
          </div>
        </section>
      )}
    </article>
  );
}
