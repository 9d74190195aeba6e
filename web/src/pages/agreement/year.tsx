// The agreement of a year: what was promised, who signed, the conference, what was
// added later.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import { yearCrumbs, yearPath } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { basisOf } from "../../ui/basis";
import { useKey, useReading } from "../../ui/data";
import { Files } from "../../ui/files";
import { choice, Form, type Field } from "../../ui/form";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, ProblemNote, Shown, type Tone } from "../../ui/state";
import { Steps } from "../../ui/steps";
import { label, t } from "../../words";
import { Annexes } from "./annexes";
import { Board } from "./board";
import { Commitments } from "./commitments";
import { Compared } from "./compared";
import { Conference } from "./conference";
import { Facts } from "./facts";
import { History, stepsOf } from "./history";
import { useRights } from "./rights";
import { WholeText } from "./whole-text";

export type Agreement = Schemas["AgreementView"];
export type Whole = Schemas["WholeView"];

const tone: Record<string, Tone> = { draft: "plain", consulting: "info", signing: "info", in_force: "good", concluded: "good", cancelled: "bad" };

export default function AgreementOfYear(props: YearProps) {
  const { term } = props;
  const [query] = useQuery();
  const reading = useReading(() => getAll<Agreement>(`/agreements?term_id=${term.id}&limit=200`), [term.id], true);
  return (
    <Shown of={reading}>
      {(all) => {
        const agreement = all.find((a) => a.id === query.ban) ?? all.find((a) => a.status !== "cancelled") ?? all[0];
        // A cancelled agreement leaves room for another.
        const room = all.every((a) => a.status === "cancelled");
        if (!agreement || (room && query.tao === "1")) return <None {...props} again={reading.again} />;
        return <One key={agreement.id} year={props} listed={agreement} others={all.filter((a) => a !== agreement)} room={room} again={reading.again} />;
      }}
    </Shown>
  );
}

/** What a new agreement says, and how its text and each of its fields are known. */
function newFields(): Field[] {
  const said: Field[] = [
    { name: "title", title: t("agreement.name"), hint: t("agreement.name_hint"), kind: "text", required: true },
    { name: "preamble", title: t("agreement.preamble"), kind: "long" },
    { name: "legal_bases", title: t("agreement.legal_bases"), hint: t("agreement.lines_hint"), kind: "lines" },
  ];
  return [...said, choice("basis", t("agreement.basis"), "agreement_basis", { required: true, hint: t("agreement.basis_hint") }), basisOf(said, "basis_of_fields")];
}

function None({ bloc, term, again }: YearProps) {
  const [query, set, href] = useQuery();
  const may = useRights(term).write;
  const key = useKey();
  return (
    <Page title={t("agreement.title", { period: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)}>
      {may && query.tao === "1" ? (
        <Form<Agreement>
          name={`agreement/${term.id}`} cancel={() => set({ tao: "" })}
          fields={newFields()}
          send={(typed) => { const body = { term_id: term.id, ...typed }; return send<Agreement>("POST", "/agreements", body, { key: key(body) }); }}
          saved={(a) => { set({ tao: "", ban: a.id }); again(); }}
        />
      ) : (
        <Empty text={t("agreement.none", { year: term.period.label })}>
          {may && <CarryOn bloc={bloc} term={term} made={(a) => { set({ tao: "", ban: a.id }); again(); }} />}
          {may && <Link class="button" href={href({ tao: "1" })}>{t("agreement.make")}</Link>}{" "}
          <Link href={yearPath(bloc, term.period.label, "thanh-vien")}>{t("ui.nav.members")}</Link>
        </Empty>
      )}
    </Page>
  );
}

/** Drafts the agreement with the text of the last one of the bloc before this year. */
function CarryOn({ bloc, term, made }: Pick<YearProps, "bloc" | "term"> & { made: (a: Agreement) => void }) {
  const key = useKey();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const last = useReading(() => getAll<Agreement>(`/agreements?bloc_id=${bloc.id}&sort=-period&limit=200`).then((all) => all.find((a) => a.status !== "cancelled" && a.term.id !== term.id && a.term.period < term.period.label)), [bloc.id, term.id]);
  if (!last.data) return null;
  const from = last.data;
  const copy = async () => {
    const body = { term_id: term.id };
    setBusy(true);
    try {
      made((await send<Agreement>("POST", `/agreements/${from.id}/copies`, body, { key: key({ ...body, from: from.id }) })).data);
    } catch (e) {
      setProblem(problemFrom(e));
      setBusy(false);
    }
  };
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <p><button type="button" class="primary" disabled={busy} onClick={() => void copy()}>{t("agreement.carry_on", { period: from.term.period })}</button></p>
      <p class="hint">{t("agreement.carry_on_hint")}</p>
    </>
  );
}

function One({ year, listed, others, room, again }: { year: YearProps; listed: Agreement; others: Agreement[]; room: boolean; again: () => void }) {
  const { bloc, term } = year;
  const [query, , href] = useQuery();
  const rights = useRights(term);
  const path = `/agreements/${listed.id}`;
  const reading = useReading(() => get<Agreement>(path), [path], true);
  const whole = useReading(() => get<Whole>(`${path}/whole`).then((a) => a.data), [path], true);
  const changed = () => { reading.again(); whole.again(); again(); };
  // Each tab has questions of its own: only the choice of the agreement goes along.
  const at = yearPath(bloc, term.period.label, "giao-uoc");
  const tabHref = (tab: string) => `${at}?${new URLSearchParams({ ...(query.ban && { ban: query.ban }), tab })}`;
  return (
    <Shown of={reading}>
      {({ data: a, etag }) => {
        const s = a.signatures, asked = s.signed + s.pending + s.absent + s.late;
        const mayText = rights.write && !a.frozen_at && a.status !== "cancelled" && a.status !== "concluded";
        const tabs: [string, string, () => ComponentChildren][] = [
          ["noi-dung", t("agreement.tab_commitments", { n: a.commitment_count }), () => <Commitments agreement={a} whole={whole.data} mayWrite={mayText} changed={changed} />],
          ["chu-ky", t("agreement.tab_signatures", { n: s.signed, of: asked || term.member_count }), () => <Shown of={whole}>{(w) => <Board agreement={a} whole={w} term={term} changed={changed} />}</Shown>],
          ["hoi-nghi", t("agreement.tab_conference"), () => <Conference year={year} agreement={a} etag={etag} changed={changed} />],
          ["phu-luc", t("agreement.tab_annexes", { n: a.annex_count }), () => <Annexes agreement={a} whole={whole.data} term={term} mayWrite={rights.write} changed={changed} />],
          ["tep", t("ui.files"), () => <Files kind="agreement" id={a.id} mayWrite={rights.attend} />],
          ["so-sanh", t("compare.tab"), () => <Compared agreement={a} />],
          ["toan-van", t("agreement.tab_whole"), () => <Shown of={whole}>{(w) => <WholeText whole={w} />}</Shown>],
          ["lich-su", t("agreement.tab_history"), () => <History agreement={a} path={path} />],
        ];
        const open = tabs.find(([id]) => id === query.tab) ?? tabs[0]!;
        return (
          <Page title={a.title} crumbs={yearCrumbs(bloc, term.period.label)}
            actions={<>{rights.write && <Steps path={path} etag={etag} steps={stepsOf(a)} done={changed} />}<Link class="button" href={`/bao-cao/giao-uoc/${a.id}`}>{t("agreement.paper")}</Link><button type="button" onClick={() => print()}>{t("ui.print")}</button></>}>
            <p>
              <Chip tone={tone[a.status ?? ""] ?? "plain"}>{a.status ? label("agreement_status", a.status) : t("ui.unknown")}</Chip>{" "}
              {asked > 0 ? t("agreement.counts", { signed: count(s.signed), asked: count(asked) }) : t("agreement.no_signatures")}
              {a.basis === "reported" && <> · {label("agreement_basis", a.basis)}</>}
            </p>
            {others.length > 0 && <p class="muted">{t("agreement.others")} {others.map((o) => <><Link href={`${at}?ban=${o.id}`}>{o.title}</Link> ({o.status ? label("agreement_status", o.status) : t("ui.unknown")}) </>)}</p>}
            {room && rights.write && <p><Link class="button" href={href({ tao: "1" })}>{t("agreement.make_another")}</Link></p>}
            {term.status === "locked" && <p class="note info">{t("agreement.locked")}</p>}
            {a.frozen_at && <p class="note info">{t("agreement.frozen")}</p>}
            <Facts agreement={a} etag={etag} mayWrite={rights.write} changed={changed} />
            <Tabs tabs={tabs.map(([id, text]) => ({ id, text }))} current={open[0]} href={tabHref} />
            {open[2]()}
          </Page>
        );
      }}
    </Shown>
  );
}
