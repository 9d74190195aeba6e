// Units for all names of a pasted list that none on record bears: listed and asked
// about before they are made. A name that is nearly another's is made only where it
// is chosen by itself.

import { useRef } from "preact/hooks";
import { t } from "../../words";
import { namesOf, near, type Unit } from "./match";

export type Unknown = { id: string; line: string; units: Unit[] };

/** The names on record and in the list that a line is nearly the same as. */
const nearTo = (l: Unknown, all: Unknown[]): string[] => [
  ...l.units.flatMap((u) => (namesOf(u).some((n) => near(n, l.line)) ? [u.name] : [])),
  ...all.flatMap((o) => (o !== l && near(o.line, l.line) ? [o.line] : [])),
];

export function MakeUnknown({ lines, make, disabled }: { lines: Unknown[]; make: (chosen: string[]) => void; disabled: boolean }) {
  const box = useRef<HTMLDialogElement>(null);
  const all = lines.map((l) => ({ ...l, near: nearTo(l, lines) }));
  const clear = all.filter((l) => l.near.length === 0), doubtful = all.filter((l) => l.near.length > 0);
  const sure = (e: Event) => {
    e.preventDefault();
    const ticked = new FormData(e.currentTarget as HTMLFormElement).getAll("make");
    box.current?.close();
    make(all.filter((l) => l.near.length === 0 || ticked.includes(l.id)).map((l) => l.id));
  };
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => box.current?.showModal()}>{t("term.make_all")} ({lines.length})</button>
      <dialog ref={box} aria-label={t("term.make_all")}>
        <h2>{t("term.make_all")}</h2>
        <form onSubmit={sure}>
          <p>{t(clear.length > 0 ? "term.make_all_sure" : "term.make_all_near", { n: clear.length })}</p>
          {clear.length > 0 && <ol>{clear.map((l) => <li key={l.id}>{l.line}</li>)}</ol>}
          {doubtful.length > 0 && (
            <fieldset>
              <legend>{t("term.make_near", { n: doubtful.length })}</legend>
              <p class="hint">{t("term.make_near_hint")}</p>
              {doubtful.map((l) => (
                <div key={l.id}>
                  <label class="check"><input type="checkbox" name="make" value={l.id} aria-describedby={`near-${l.id}`} /> {l.line}</label>
                  <p class="hint" id={`near-${l.id}`}>{t("term.make_near_to", { names: l.near.join("; ") })}</p>
                </div>
              ))}
            </fieldset>
          )}
          <div class="buttons"><button class="primary">{t("term.make_all_do")}</button><button type="button" onClick={() => box.current?.close()}>{t("ui.cancel")}</button></div>
        </form>
      </dialog>
    </>
  );
}
