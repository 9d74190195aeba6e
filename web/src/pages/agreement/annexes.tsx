// What was added to an agreement after it was signed, and who signed each addition.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll } from "../../api/raw";
import type { Term } from "../../frame/term";
import { count, showTime } from "../../format";
import { Belongings } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Sources } from "../../ui/sources";
import { Shown } from "../../ui/state";
import { t } from "../../words";
import { Board } from "./board";
import { hasSigned, seatsOf } from "./seats";
import type { Agreement, Whole } from "./year";

type Annex = Schemas["AnnexView"];

export function Annexes({ agreement, whole, term, mayWrite, changed }: { agreement: Agreement; whole: Whole | undefined; term: Term; mayWrite: boolean; changed: () => void }) {
  const path = `/agreements/${agreement.id}/annexes`;
  const [query, set, href] = useQuery();
  const reading = useReading(() => getAll<Annex>(`${path}?limit=200`), [path], true);
  const done = () => { reading.again(); changed(); };
  // A text that can still be changed itself takes no annex.
  const takes = agreement.frozen_at !== null || agreement.status === "in_force";
  return (
    <Shown of={reading}>
      {(rows) => {
        const opened = rows.find((a) => a.id === query.ban_ky);
        return (
          <>
            {!takes && <p class="note info">{t("annex.not_yet")}</p>}
            <Section title={t("annex.all")}><Belongings<Annex>
              rows={rows} again={done}
              of={{
                name: "phu-luc", api: "/annexes", make: takes ? path : undefined, caption: t("annex.all"), add: t("annex.add"), empty: t("annex.none"), mayWrite,
                fixed: (a) => a.frozen_at !== null,
                also: (a) => <Link class="button" href={href({ ban_ky: a.id })} aria-label={t("annex.board_of", { name: a.title })}>{t("annex.board")}</Link>,
                called: (a) => a.title,
                columns: [
                  { name: "number", title: t("annex.number"), number: true, show: (a) => String(a.number) },
                  { name: "title", title: t("annex.title"), show: (a) => a.title },
                  { name: "text", title: t("annex.text"), show: (a) => a.text.split("\n").map((line, i) => <p key={i}>{line}</p>) },
                  { name: "signed", title: t("agreement.signatures"), show: (a) => { const seats = whole && seatsOf(whole, a.id); return seats ? <Link href={href({ ban_ky: a.id })}>{t("annex.signed", { n: count(seats.filter(hasSigned).length), of: count(seats.length) })}</Link> : "—"; } },
                  { name: "frozen_at", title: t("agreement.frozen_at"), show: (a) => showTime(a.frozen_at) },
                ],
                fields: () => known([
                  { name: "title", title: t("annex.title"), kind: "text", required: true },
                  { name: "text", title: t("annex.text"), kind: "long", required: true },
                  { name: "remark", title: t("ui.remark"), kind: "long" },
                ]),
              }}
            /></Section>
            {opened && whole && (
              <Section title={t("annex.board_of", { name: opened.title })} actions={<button type="button" onClick={() => set({ ban_ky: "", ky: "" })}>{t("ui.close")}</button>}>
                <Board key={opened.id} agreement={agreement} whole={whole} term={term} annex={opened.id} changed={done} />
                <Sources of={opened.sources} edit={mayWrite && opened.frozen_at === null ? { path: `/annexes/${opened.id}`, etag: `"${opened.version}"`, saved: done } : undefined} />
              </Section>
            )}
          </>
        );
      }}
    </Shown>
  );
}
