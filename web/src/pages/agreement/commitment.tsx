// One commitment: what was promised, by whom, until when.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send, type Versioned } from "../../api/raw";
import { showDate, showNumber } from "../../format";
import { Facts, Linked, Remove } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { pastDue } from "./commitments";
import { commitmentFields, target } from "./fields";
import { Movements } from "./movements";
import { useRights } from "./rights";
import { Targets } from "./targets";
import type { Agreement } from "./year";

type Commitment = Schemas["CommitmentDetailView"];
type Known = Versioned<Commitment> & { agreement: Agreement; term: Schemas["TermView"] };

async function read(path: string): Promise<Known> {
  const of = await get<Commitment>(path);
  const [agreement, term] = await Promise.all([get<Agreement>(`/agreements/${of.data.agreement_id}`), get<Schemas["TermView"]>(`/terms/${of.data.term.id}`)]);
  return { ...of, agreement: agreement.data, term: term.data };
}

export default function CommitmentPage({ id = "" }: Record<string, string>) {
  const path = `/commitments/${id}`;
  const reading = useReading(() => read(path), [path]);
  return <ShownPage of={reading}>{(known) => <One known={known} path={path} again={reading.again} />}</ShownPage>;
}

function One({ known: { data: c, etag, agreement, term }, path, again }: { known: Known; path: string; again: () => void }) {
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const back = `/giao-uoc/${c.agreement_id}`;
  const rights = useRights(term);
  const may = rights.write && !agreement.frozen_at && agreement.status !== "cancelled" && agreement.status !== "concluded";
  const edits = may && query.sua === "1";
  return (
    <Page
      title={t("commitment.one", { n: c.order, period: c.term.period })} crumbs={[{ href: back, text: agreement.title }]}
      actions={may && !edits && <><Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link><Remove what={c.text} path={path} etag={etag} gone={() => go(back)} /></>}
    >
      {edits ? (
        <Form<Commitment>
          name={path} fields={commitmentFields(true)} record={c} etag={etag} cancel={() => set({ sua: "" })}
          send={(body, tag) => send<Commitment>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { again(); set({ sua: "" }); }}
        />
      ) : (
        <>
          <p class="card lead">{c.text}</p>
          {agreement.frozen_at && <p class="note info">{t("agreement.frozen")} <Link href={`${back}?tab=phu-luc`}>{t("commitment.to_annexes")}</Link></p>}
          {c.checklist.length > 0 && <div class="note warn"><p>{t("commitment.open")}</p><ul>{c.checklist.map((k) => <li key={k}>{label("checklist", k)}</li>)}</ul></div>}
          <Facts of={[
            [t("commitment.theme"), c.theme],
            [t("commitment.scope"), label("commitment_scope", c.scope)],
            [t("commitment.unit"), c.unit && <Linked to="/don-vi" of={c.unit} />],
            [t("commitment.measure"), label("measure", c.measure)],
            [t("commitment.target"), target(c)],
            [t("commitment.baseline"), c.baseline == null ? null : showNumber(c.baseline)],
            [t("commitment.due_on"), <>{showDate(c.due_on)} {pastDue(c.due_on) && <Chip tone="warn">{t("commitment.past")}</Chip>}</>],
            [t("commitment.weight"), c.weight == null ? null : showNumber(c.weight)],
            [t("commitment.legal_basis"), c.legal_basis.length > 0 ? <ul class="plain">{c.legal_basis.map((b, i) => <li key={i}>{b}</li>)}</ul> : null],
            [t("ui.remark"), c.remark],
          ]} />
          {c.scope === "common" && <Targets commitment={c} etag={etag} mayWrite={may} changed={again} />}
          <Movements commitment={c.id} mayWrite={rights.write} />
          <Sources of={c.sources} edit={may ? { path, etag, saved: again } : undefined} />
        </>
      )}
    </Page>
  );
}
