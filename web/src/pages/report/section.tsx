// One section of a report: told from the books, written anew, or left out.

import { useState } from "preact/hooks";
import type { Field } from "../../ui/form";
import { t } from "../../words";
import { fieldOf, omit, own, ownOf, type Part } from "./wording";

/** What became of a section, in words. */
export const said = (kept: string): string => (kept === omit ? t("report.way_omit") : (ownOf(kept) ?? t("report.way_books")));

export const sectionField = (of: Part): Field => ({
  name: fieldOf(of.section), title: of.title, kind: "own", said,
  show: (at) => <SectionInput of={of} {...at} />,
  missing: (kept) => ownOf(kept)?.trim() === "",
});

const ways = ["books", "own", "omit"] as const;
type Way = (typeof ways)[number];

function SectionInput({ of, id, name, value, about }: { of: Part; id: string; name: string; value: string; about?: string }) {
  const [way, turn] = useState<Way>(value === omit ? "omit" : ownOf(value) === undefined ? "books" : "own");
  const [text, write] = useState(ownOf(value) ?? of.text);
  const kept = way === "omit" ? omit : way === "own" ? own(text) : "";
  return (
    <fieldset class="section" aria-describedby={about}>
      <legend>{of.title}</legend>
      <input type="hidden" name={name} value={kept} />
      <div class="ways">
        {ways.map((w, i) => (
          <label key={w} class="check"><input type="radio" id={i === 0 ? id : undefined} name={`${id}-way`} checked={w === way} onChange={() => turn(w)} /> {t(`report.way_${w}`)}</label>
        ))}
      </div>
      {way === "own" && <textarea aria-label={t("report.text_of", { title: of.title })} rows={6} value={text} onInput={(e) => write(e.currentTarget.value)} />}
      {way === "books" && <div class="told">{of.books ? of.books.split("\n").map((line, i) => <p key={i}>{line}</p>) : <p class="hint">{t("report.books_blank")}</p>}</div>}
    </fieldset>
  );
}
