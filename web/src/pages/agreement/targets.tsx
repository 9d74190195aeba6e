// The figures of units whose target differs from that of all.

import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { getAll, send } from "../../api/raw";
import { readNumber, showNumber, showTime } from "../../format";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { ProblemNote, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { unsaved } from "../../ui/unsaved";
import { t } from "../../words";
import { nameOf } from "./seats";

type Commitment = Schemas["CommitmentDetailView"];
type Unit = { id: string; name: string; target: number | null | undefined };

const typedOf = (n: number | null | undefined): string => (n == null ? "" : showNumber(n).replace(/\.(?=\d{3})/g, ""));

export function Targets({ commitment: c, etag, mayWrite, changed }: { commitment: Commitment; etag: string; mayWrite: boolean; changed: () => void }) {
  const reading = useReading(() => getAll<Schemas["MemberView"]>(`/terms/${c.term.id}/members?limit=200`), [c.term.id]);
  const [query, , href] = useQuery();
  return (
    <Shown of={reading}>
      {(members) => {
        const own = new Map(c.targets.map((x) => [x.unit_id, x.target]));
        const units: Unit[] = members.flatMap((m) => (m.unit?.id ? [{ id: m.unit.id, name: m.name_then ?? nameOf(m.unit), target: own.get(m.unit.id) }] : []));
        const open = mayWrite && query.rieng === "1";
        const named = units.filter((u) => own.has(u.id));
        if (units.length === 0 || (named.length === 0 && !mayWrite)) return null;
        return (
          <Section title={t("target.title")} actions={mayWrite && !open && <Link class="button" href={href({ rieng: "1" })}>{t("target.edit")}</Link>}>
            {open ? <Edit commitment={c} units={units} etag={etag} changed={changed} /> : named.length === 0 ? <p class="muted">{t("target.none")}</p> : (
              <Table<Unit>
                caption={t("target.title")} rows={named}
                columns={[
                  { name: "unit", title: t("ui.unit"), show: (u) => <Link href={`/don-vi/${u.id}`}>{u.name}</Link> },
                  { name: "target", title: t("commitment.target"), number: true, show: (u) => showNumber(u.target) },
                ]}
              />
            )}
          </Section>
        );
      }}
    </Shown>
  );
}

function Edit({ commitment: c, units, etag, changed }: { commitment: Commitment; units: Unit[]; etag: string; changed: () => void }) {
  const [, set] = useQuery();
  const [wrong, setWrong] = useState(new Map<string, string>());
  const [problem, setProblem] = useState<Problem>();
  const [state, setState] = useState("");
  const token = useRef({}).current;
  useEffect(() => () => unsaved(token, false), []);
  const save = async (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const bad = new Map<string, string>();
    const known = new Set(units.map((u) => u.id));
    const targets = c.targets.filter((x) => !known.has(x.unit_id)).map((x) => ({ unit_id: x.unit_id, target: x.target }));
    for (const u of units) {
      const typed = String(form.get(u.id) ?? "").trim();
      const n = readNumber(typed);
      if (n === undefined) bad.set(u.id, t("ui.bad_number", { typed }));
      else if (n !== null) targets.push({ unit_id: u.id, target: n });
    }
    setWrong(bad);
    setProblem(undefined);
    if (bad.size > 0) return;
    setState(t("ui.saving"));
    try {
      await send("PATCH", `/commitments/${c.id}`, { targets }, { etag });
      setState(t("ui.saved_at", { time: showTime(new Date().toISOString()).slice(0, 5) }));
      unsaved(token, false);
      changed();
      set({ rieng: "" });
    } catch (error) {
      setState("");
      setProblem(problemFrom(error));
    }
  };
  return (
    <form class="form" noValidate onSubmit={(e) => void save(e)} onInput={() => unsaved(token, true)}>
      <p class="hint">{t("target.hint")}</p>
      {problem && <ProblemNote problem={problem} />}
      <Table<Unit>
        caption={t("target.edit")} rows={units}
        columns={[
          { name: "unit", title: t("ui.unit"), show: (u) => u.name },
          { name: "target", title: t("commitment.target"), show: (u) => <><input name={u.id} class="short" defaultValue={typedOf(u.target)} inputMode="decimal" autocomplete="off" aria-label={t("target.of", { name: u.name })} aria-invalid={wrong.has(u.id) ? "true" : undefined} />{wrong.has(u.id) && <p class="mistake" role="alert">{wrong.get(u.id)}</p>}</> },
        ]}
      />
      <div class="buttons"><button class="primary">{t("ui.save")}</button><button type="button" onClick={() => set({ rieng: "" })}>{t("ui.cancel")}</button><span aria-live="polite">{state}</span></div>
    </form>
  );
}
