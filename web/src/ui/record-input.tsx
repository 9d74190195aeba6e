// An input that finds a record by its name: offers, what tells records of one name
// apart, and whether what stands there is one of them.

import { useId, useMemo, useRef, useState } from "preact/hooks";
import { get } from "../api/raw";
import { t } from "../words";
import type { Field } from "./form";

export type Found = {
  id: string; name?: string; title?: string; number?: string; round?: number;
  // What tells records of one name apart.
  code?: string | null; province?: string | null; valid_from?: string | null; valid_to?: string | null; positions?: { title?: string | null; unit?: { name?: string | null; as_written?: string | null } | null }[];
};

type Ref = { id: string | null; name: string | null; as_written?: string | null } | null;

/** What a record links to in a field that finds records. */
export const linked = (field: Field & { kind: "record" }, record: Record<string, unknown> | undefined): Ref => (record?.[field.member ?? field.name.replace(/_id$/, "")] ?? null) as Ref;

export const several = ""; // stands for the id of a name that several records bear

/** Offers with a text each: records of one name are told apart by what is known of
 * them, at last by the end of their ids. */
function offersOf(found: Found[], show: ((f: Found) => string) | undefined): { offers: { id: string; text: string }[]; shared: Set<string> } {
  const named = found.map((f) => ({ f, text: show?.(f) ?? f.name ?? f.title ?? f.number ?? f.id }));
  const times = (all: { text: string }[]) => all.reduce((m, o) => m.set(o.text, (m.get(o.text) ?? 0) + 1), new Map<string, number>());
  const first = times(named);
  const apart = named.map((o) => ((first.get(o.text) ?? 0) > 1 ? { ...o, text: [o.text, ...apartBy(o.f)].join(" – ") } : o));
  const second = times(apart);
  return {
    offers: apart.map((o) => ({ id: o.f.id, text: (second.get(o.text) ?? 0) > 1 ? `${o.text} – …${o.f.id.slice(-6)}` : o.text })),
    shared: new Set([...first].filter(([, n]) => n > 1).map(([text]) => text)),
  };
}

function apartBy(f: Found): string[] {
  const year = (d: string | null | undefined) => d?.slice(0, 4) ?? "…";
  const post = f.positions?.[0];
  return [
    f.code, f.province, (f.valid_from || f.valid_to) && `${year(f.valid_from)}–${f.valid_to ? year(f.valid_to) : ""}`,
    post && [post.title, post.unit?.name ?? post.unit?.as_written].filter(Boolean).join(", "),
  ].filter((x): x is string => Boolean(x));
}

/** An input that offers the records whose names hold what is typed, and says
 * whether what stands there is one of them. */
export function RecordInput({ field, value, any, known, record }: { field: Field & { kind: "record" }; value: string; any: Record<string, unknown>; known: Map<string, Map<string, string>>; record?: Record<string, unknown> }) {
  const list = useId();
  const [found, setFound] = useState<{ id: string; text: string }[]>([]);
  const ids = useMemo(() => {
    const m = new Map<string, string>();
    const ref = linked(field, record);
    if (ref?.id && ref.name) m.set(ref.name, ref.id);
    known.set(field.name, m);
    return m;
  }, [record]);
  const timer = useRef(0), box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const id = ids.get(typed.trim());
  const state = typed.trim() === "" ? "" : id ? t("ui.linked") : id === several ? t("ui.several_so_called", { typed }) : field.as ? t("ui.as_written") : t("ui.not_linked");
  const look = (e: Event) => {
    const text = (e.currentTarget as HTMLInputElement).value.trim();
    setTyped(text);
    clearTimeout(timer.current);
    if ((e as InputEvent).isComposing || text.length < 2 || ids.has(text)) return;
    timer.current = window.setTimeout(() => {
      get<{ data: Found[] }>(`${field.from}?limit=20&q=${encodeURIComponent(text)}${field.query ? `&${field.query}` : ""}`)
        .then(({ data }) => {
          const { offers, shared } = offersOf(data.data, field.show);
          for (const o of offers) ids.set(o.text, (ids.get(o.text) ?? o.id) === o.id ? o.id : several);
          for (const text of shared) ids.set(text, several);
          setFound(offers);
          setTyped(box.current?.value.trim() ?? "");
        })
        .catch(() => undefined);
    }, 300);
  };
  return (
    <>
      <input {...any} ref={box} defaultValue={value} list={list} onInput={look} autocomplete="off" aria-describedby={[any["aria-describedby"], `${list}-state`].filter(Boolean).join(" ")} />
      <p class="hint" id={`${list}-state`} aria-live="polite">{state}</p>
      <datalist id={list}>{found.map((o) => <option key={o.id} value={o.text} />)}</datalist>
    </>
  );
}
