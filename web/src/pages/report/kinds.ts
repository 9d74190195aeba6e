// The kinds of reports there are: one line each. What a report is about tells where
// its page belongs, and which of them a bloc's year has.

import type { Schemas } from "../../api/client";
import { get, getAll } from "../../api/raw";
import { yearPath, type Bloc, type Term } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { useWho } from "../../frame/app";
import type { Query } from "../../ui/query";
import { t } from "../../words";
import { useMightWrite } from "../term/rights";

export type About = { id: string; name: string };

type Subject = {
  api: string; // collection of the records
  read: (id: string) => Promise<About & { href: string }>; // with the page it has
  inYear: (year: YearProps) => Promise<About[]>;
};

const nameOf = (r: Schemas["Ref"] | null): string => r?.name ?? r?.as_written ?? "—";
const decisionName = (number: string | null | undefined): string => (number ? t("decision.name", { number }) : t("decision.no_number"));
const one = <T>(path: string) => get<T>(path).then((a) => a.data);

const ofTerm = (called: (bloc: Bloc, term: Term) => string): Subject => ({
  api: "/terms",
  read: async (id) => {
    const term = await one<Term>(`/terms/${id}`), bloc = await one<Bloc>(`/blocs/${term.bloc?.id}`);
    return { id, name: called(bloc, term), href: yearPath(bloc, term.period.label, "bao-cao") };
  },
  inYear: ({ bloc, term }) => Promise.resolve([{ id: term.id, name: called(bloc, term) }]),
});

const subjects = {
  term: ofTerm((bloc, term) => `${bloc.name}, ${term.period.label}`),
  middle: ofTerm((bloc, term) => t("report.middle_of", { bloc: bloc.name, year: term.period.label })),
  agreement: {
    api: "/agreements",
    read: (id) => one<Schemas["AgreementView"]>(`/agreements/${id}`).then((a) => ({ id, name: a.title, href: `/giao-uoc/${id}` })),
    inYear: ({ term }) => getAll<Schemas["AgreementView"]>(`/agreements?term_id=${term.id}&limit=200`).then((all) => all.filter((a) => a.status !== "cancelled").map((a) => ({ id: a.id, name: a.title }))),
  },
  registration: {
    api: "/registrations",
    read: (id) => one<Schemas["RegistrationDetailView"]>(`/registrations/${id}`).then((r) => ({ id, name: nameOf(r.unit), href: `/dang-ky/${id}` })),
    inYear: ({ term }) => getAll<Schemas["RegistrationView"]>(`/registrations?term_id=${term.id}&limit=200`).then((all) => all.map((r) => ({ id: r.id, name: nameOf(r.unit) }))),
  },
  scoreTable: {
    api: "/score-tables",
    read: (id) => one<Schemas["ScoreTableDetailView"]>(`/score-tables/${id}`).then((s) => ({ id, name: s.title, href: `/bang-diem/${id}` })),
    inYear: ({ term }) => getAll<Schemas["ScoreTableView"]>(`/score-tables?term_id=${term.id}&limit=200`).then((all) => all.filter((s) => s.status !== "replaced").map((s) => ({ id: s.id, name: s.title }))),
  },
  vote: {
    api: "/votes",
    read: (id) => one<Schemas["VoteDetailView"]>(`/votes/${id}`).then((v) => ({ id, name: t("ranking.vote_round", { title: v.title, n: v.round }), href: `/bo-phieu/${id}` })),
    inYear: ({ term }) => getAll<Schemas["VoteView"]>(`/votes?term_id=${term.id}&limit=200`).then((all) => all.map((v) => ({ id: v.id, name: t("ranking.vote_round", { title: v.title, n: v.round }) }))),
  },
  ranking: {
    api: "/rankings",
    read: (id) => one<Schemas["RankingDetailView"]>(`/rankings/${id}`).then((r) => ({ id, name: t("ranking.one_of", { year: r.term.period, n: r.edition }), href: `/xep-hang/${id}` })),
    inYear: ({ term }) => getAll<Schemas["RankingView"]>(`/rankings?term_id=${term.id}&limit=200`).then((all) => all.filter((r) => r.status !== "replaced").map((r) => ({ id: r.id, name: t("ranking.one_of", { year: r.term.period, n: r.edition }) }))),
  },
  decision: {
    api: "/decisions",
    read: (id) => one<Schemas["DecisionView"]>(`/decisions/${id}`).then((d) => ({ id, name: decisionName(d.number), href: `/quyet-dinh/${id}` })),
    // Those that grant awards for the year.
    inYear: async ({ bloc, term }) => {
      const of = term.period.listing_year != null ? `year=${term.period.listing_year}` : `period=${encodeURIComponent(term.period.label)}`;
      const found = new Map<string, About>();
      for (const a of await getAll<Schemas["AwardView"]>(`/awards?bloc_id=${bloc.id}&${of}&limit=200`)) {
        if (a.decision?.id) found.set(a.decision.id, { id: a.decision.id, name: decisionName(a.decision.name) });
      }
      return [...found.values()];
    },
  },
  unit: {
    api: "/units",
    read: (id) => one<Schemas["DetailView"]>(`/units/${id}`).then((u) => ({ id, name: u.name, href: `/don-vi/${id}` })),
    inYear: ({ term }) => getAll<Schemas["MemberView"]>(`/terms/${term.id}/members?limit=200`).then((all) => all.flatMap((m) => (m.unit?.id ? [{ id: m.unit.id, name: nameOf(m.unit) }] : []))),
  },
  bloc: {
    api: "/blocs",
    read: (id) => one<Bloc>(`/blocs/${id}`).then((b) => ({ id, name: b.name, href: `/khoi/${id}` })),
    inYear: ({ bloc }) => Promise.resolve([{ id: bloc.id, name: bloc.name }]),
  },
} satisfies Record<string, Subject>;

/** What may be chosen of a report beside its layout and language: as the API calls it. */
export type Choice = "only_awarded" | "draft" | "from_year" | "to_year";

export type Kind = { name: Schemas["CreateWordingBody"]["kind"]; at: string; of: keyof typeof subjects; report: string; choices: Choice[] };

// at is the kind in addresses of the dashboard, report in those of the API.
export const kinds: Kind[] = [
  { name: "annual", at: "tong-ket", of: "term", report: "annual", choices: ["only_awarded"] },
  { name: "mid_year", at: "so-ket", of: "middle", report: "mid-year", choices: [] },
  { name: "agreement", at: "giao-uoc", of: "agreement", report: "agreement", choices: [] },
  { name: "registration", at: "dang-ky", of: "registration", report: "registration", choices: [] },
  { name: "score_table", at: "bang-diem", of: "scoreTable", report: "score-table", choices: [] },
  { name: "vote", at: "kiem-phieu", of: "vote", report: "minutes", choices: [] },
  { name: "ranking", at: "xep-hang", of: "ranking", report: "ranking", choices: [] },
  { name: "deliberation", at: "binh-xet", of: "ranking", report: "minutes", choices: [] },
  { name: "commendations", at: "danh-sach", of: "decision", report: "commendations", choices: ["draft"] },
  { name: "unit_profile", at: "ho-so", of: "unit", report: "profile", choices: [] },
  { name: "award_statistics", at: "thong-ke", of: "bloc", report: "awards", choices: ["from_year", "to_year"] },
];

/** What a report of a kind is about. */
export const subjectOf = (k: Kind): Subject => subjects[k.of];

/** The address of a report's page. */
export const reportPath = (k: Kind, id: string): string => `/bao-cao/${k.at}/${id}`;

/** Where the API has a report. */
export const apiPath = (k: Kind, id: string): string => `${subjects[k.of].api}/${id}/reports/${k.report}`;

/** What was chosen, as it stands in the address of the page: by the API's name. */
export const places = { layout: "the-thuc", lang: "tieng", only_awarded: "moi-don-vi", draft: "du-thao", from_year: "tu-nam", to_year: "den-nam" } as const;

/** What was chosen of a report, as the API is asked. Of the annual report the
 * address tells the opposite of only_awarded, so that it is short by default. */
export function chosen(k: Kind, query: Query): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of ["layout", "lang", ...k.choices] as const) {
    const value = query[places[name]];
    if (value) out[name] = name === "only_awarded" ? "false" : name === "draft" ? "true" : value;
  }
  return out;
}

/** Who may word and issue reports of a kind, as far as their roles tell; the API has
 * the last word. */
export function useMayIssue(k: Kind): boolean {
  const who = useWho(), leads = useMightWrite();
  return k.of === "unit" ? who.may("council") : leads;
}
