// The figures of a vote as the counters' paper has them, with what they add up to while
// they are typed.

import { useEffect, useRef, useState } from "preact/hooks";
import { problemFrom, Refused } from "../../api/client";
import { send } from "../../api/raw";
import { readNumber } from "../../format";
import { Form, type Body, type Field } from "../../ui/form";
import { label, t } from "../../words";
import { missingWords, nominee, sent, type Vote } from "./fields";
import { ballots, baseOf, figures, most, needed, overs, quorate, type Figures } from "./sums";

const choices = ["yes", "no", "abstain"] as const;
const cell = (i: number, of: string) => `${of}.${i}`;

export function Counting({ vote: v, etag, path, again, saved, close }: { vote: Vote; etag: string; path: string; again: () => Promise<{ data: Vote; etag: string }>; saved: () => void; close: () => void }) {
  const around = useRef<HTMLDivElement>(null);
  const [typed, type] = useState<Record<string, string>>();
  const look = () => type(Object.fromEntries([...new FormData(around.current!.querySelector("form")!)].map(([k, x]) => [k, String(x)])));
  useEffect(look, []); // a draft that came back counts too
  const fields: Field[] = [
    ...figures.map((f): Field => ({ name: f, title: t(`vote.${f}`), kind: "number", hint: f === "written_opinions" ? t("vote.written_hint") : undefined })),
    ...v.items.flatMap((it, i) => choices.map((of): Field => ({ name: cell(i, of), title: t(`vote.${of}_of`, { nominee: nominee(it) }), kind: "number" }))),
  ];
  const flat = (of: Vote): Record<string, unknown> => ({ ...of, ...Object.fromEntries(of.items.flatMap((it, i) => choices.map((c) => [cell(i, c), it[c]]))) });
  const record = flat(v);
  const count = (body: Body, tag: string) => {
    const given: Record<string, unknown> = {}, items = v.items.map((it) => sent(it));
    let counted = false;
    for (const [name, value] of Object.entries(body)) {
      const [of, at] = name.split(".");
      if (at === undefined) given[name] = value;
      else [items[Number(at)]![of!], counted] = [value, true];
    }
    return send<Vote>("PATCH", path, { ...given, ...(counted && { items }) }, { etag: tag }).catch((e) => {
      const p = problemFrom(e); // told beside the field of the nominee
      throw new Refused({ ...p, errors: p.errors?.map((x) => ({ ...x, pointer: x.pointer?.replace(/^\/items\/(\d+)\/(yes|no|abstain)$/, "/$2.$1") })) });
    });
  };
  const read = (name: string): number | null => {
    const text = typed?.[name];
    if (text === undefined) return (record[name] as number | null) ?? null;
    return readNumber(text.trim()) ?? null;
  };
  const now = Object.fromEntries(figures.map((f) => [f, read(f)])) as Figures;
  return (
    <div ref={around} onInput={look}>
      <Form<Vote> name={`${path}/count`} fields={fields} record={record} etag={etag} apart send={count} again={() => again().then((r) => ({ ...r, data: flat(r.data) }))} saved={saved} cancel={close}>
        <Live vote={v} figures={now} yes={v.items.map((_, i) => read(cell(i, "yes")))} all={v.items.map((_, i) => choices.reduce((n, c) => n + (read(cell(i, c)) ?? 0), 0))} />
      </Form>
    </div>
  );
}

/** What the figures add up to, and what follows so far. */
function Live({ vote: v, figures: f, yes, all }: { vote: Vote; figures: Figures; yes: (number | null)[]; all: number[] }) {
  const sum = ballots(f), cannot = overs(f), top = most(f), of = baseOf(f, v.base), need = v.threshold && of !== null ? needed(v.threshold, v.over, of) : null;
  const enough = quorate(f, v.quorum);
  const wrong = cannot.length > 0 || sum?.right === false || (top !== null && all.some((n) => n > top));
  return (
    <section class={`note ${wrong ? "warn" : "info"}`} aria-live="polite">
      <h3>{t("vote.live")}</h3>
      <ul>
        {sum && <li>{t("vote.live_ballots", { sum: sum.sum, returned: f.returned ?? "—" })}</li>}
        {cannot.map((o) => <li key={o.what}>{t("vote.live_over", { what: t(`vote.${o.what}`), n: o.n, other: t(`vote.${o.other}`).toLowerCase(), most: o.most })}</li>)}
        {top !== null && all.map((n, i) => n > top && <li key={i}>{t("vote.live_most", { nominee: nominee(v.items[i]!), n, most: top })}</li>)}
        {!wrong && sum?.whole && <li>{t("vote.live_good")}</li>}
        {v.threshold && <li>{need === null ? t("vote.cannot_tell", { missing: missingWords([v.base, "written_opinions"].filter((x) => f[x as keyof Figures] === null && (x === v.base || v.base !== "eligible"))) }) : t("vote.needs", { n: need, of: of! })}</li>}
        {!wrong && need !== null && enough !== null && v.items.map((it, i) => yes[i] != null && <li key={`o${i}`}>{nominee(it)}: {label("vote_outcome", !enough ? "no_quorum" : yes[i]! >= need ? "approved" : "rejected")}</li>)}
      </ul>
    </section>
  );
}
