// One decision: what is known of it, what it granted, its files, its steps.

import { useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { count, showDate } from "../../format";
import { label, t } from "../../words";
import { Opened } from "../../ui/belongings";
import { BookRecord, Linked, Section } from "../../ui/book";
import { Files } from "../../ui/files";
import { useQuery } from "../../ui/query";
import { Empty } from "../../ui/state";
import { Steps, Taken } from "../../ui/steps";
import { List } from "../../ui/table";
import { Sources } from "../../ui/sources";
import { counted, DecisionStatus, useDecisionBook, type Decision } from "./decision-book";
import { awardColumns, howMany, nameOf, Warnings, type Award } from "./book";
import { AwardUnder } from "./new";

export default function DecisionRecord({ id = "" }: Record<string, string>) {
  const book = useDecisionBook();
  return (
    <BookRecord book={book} id={id} facts={(d) => [
      [t("ui.status"), <DecisionStatus of={d.status} />],
      [t("decision.kind"), label("decision_kind", d.kind)],
      [t("decision.number"), d.number],
      [t("decision.issued_on"), showDate(d.issued_on)],
      [t("decision.authority"), <Linked to="/co-quan" of={d.authority} />],
      [t("decision.signatory"), d.signatory && <><Linked to="/ca-nhan" of={d.signatory} />{d.signatory_position && `, ${d.signatory_position}`}</>],
      [t("decision.summary"), d.summary],
      [t("ui.bloc"), <Linked to="/khoi" of={d.bloc} />],
      [t("decision.annuls"), <Linked to="/quyet-dinh" of={d.annuls} />],
      [t("decision.restores"), <Linked to="/quyet-dinh" of={d.restores} />],
      [t("decision.stated_count"), d.stated_recipient_count == null ? "—" : count(d.stated_recipient_count)],
      [t("decision.counted"), counted(d)],
      [t("ui.remark"), d.remark],
    ]}>
      {(d, reading) => (
        <>
          <Warnings of={d.warnings ?? []} />
          {d.kind === "award" && <p class="buttons"><Link class="button" href={`/bao-cao/danh-sach/${d.id}`}>{t("decision.list_of")}</Link></p>}
          {book.mayWrite && <Next of={d} etag={reading.data!.etag} again={reading.again} />}
          <Granted of={d} may={book.mayWrite} changed={reading.again} />
          <Section title={t("ui.files")}><Files kind="decision" id={id} mayWrite={book.mayWrite} /></Section>
          <Section title={t("ui.steps")}><Taken key={d.version} path={`/decisions/${id}`} word={(s) => label("decision_status", s)} /></Section>
          <Sources of={d.sources} edit={book.mayWrite ? { path: `/decisions/${d.id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />
        </>
      )}
    </BookRecord>
  );
}

/** The awards a decision grants, and a form to record one more. */
function Granted({ of: d, may, changed }: { of: Decision; may: boolean; changed: () => void }) {
  const [query, set, href] = useQuery();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState("");
  const said = useRef<HTMLParagraphElement>(null);
  const mayAdd = may && d.kind === "award" && d.status !== "annulled";
  const adding = mayAdd && query.ghi === "1";
  const close = () => set({ ghi: "" });
  const add = mayAdd && !adding && <Link class="button primary" href={href({ ghi: "1" })}>{t("award.new")}</Link>;
  return (
    <Section title={t("decision.awards")} actions={add}>
      <p tabIndex={-1} ref={said} aria-live="polite">{state}</p>
      {adding && (
        <Opened title={t("award.new")}>
          <AwardUnder decision={d} cancel={close} saved={(a) => {
            setState(t("decision.award_recorded", { name: `${nameOf(a.type)}, ${howMany(a)}` }));
            setTurn((n) => n + 1);
            changed();
            close();
            said.current?.focus();
          }} />
        </Opened>
      )}
      <List<Award> key={turn} path="/awards" caption={t("decision.awards")} columns={awardColumns().filter((c) => c.name !== "decision")} fixed={{ decision_id: d.id }} empty={<Empty text={t("decision.no_awards")} />} />
    </Section>
  );
}

/** What can be done with a decision next: to annul or restore one is a decision of
 * its own. */
function Next({ of: d, etag, again }: { of: Decision; etag: string; again: () => void }) {
  return (
    <Section title={t("decision.next")}>
      <p class="hint">{t(`decision.next_${d.status}`)}</p>
      <div class="actions">
        {d.status === "draft" && <Steps path={`/decisions/${d.id}`} etag={etag} steps={[{ to: "in_force", text: t("decision.put_in_force"), why: "may" }]} done={again} />}
        {d.status === "in_force" && <Link class="button" href={`/quyet-dinh/moi?huy=${d.id}`}>{t("decision.annul")}</Link>}
        {d.status === "annulled" && <Link class="button" href={`/quyet-dinh/moi?khoi-phuc=${d.id}`}>{t("decision.restore")}</Link>}
      </div>
    </Section>
  );
}
