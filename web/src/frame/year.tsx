// Pages of one bloc and one year.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Link, Redirect, useLocation } from "wouter-preact";
import { t } from "../words";
import { Page } from "../ui/page";
import { useReading } from "../ui/data";
import { Empty, Shown } from "../ui/state";
import { useWho, Late, type Loader } from "./app";
import { blocAt, blocPath, called, firstBloc, readTerms, useBlocs, useTerms, yearPath, type Bloc, type Term } from "./term";

export type YearProps = { bloc: Bloc; term: Term; terms: Term[]; again: () => void };

/** This page's address, of that bloc. */
const here = (bloc: Bloc): string => location.pathname.replace(/^\/khoi\/[^/]+/, blocPath(bloc)) + location.search;

/** What stands at the address of a bloc. A code that several blocs bear, as one set
 * up again does, asks which of them is meant. */
export function AtBloc({ name, children }: { name: string; children: (bloc: Bloc) => ComponentChildren }) {
  const blocs = useBlocs(useWho().id);
  return (
    <Shown of={blocs}>
      {(all) => {
        const bloc = blocAt(all, name);
        if (bloc) return children(bloc);
        const code = decodeURIComponent(name), bearers = all.filter((b) => b.code === code);
        if (bearers.length === 0) return <Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page>;
        return (
          <Page title={t("ui.which_bloc")}>
            <p>{t("ui.which_bloc_help", { code })}</p>
            <ul>{bearers.map((b) => <li key={b.id}><Link href={here(b)}>{called(b)}</Link></li>)}</ul>
          </Page>
        );
      }}
    </Shown>
  );
}

/** The page of a bloc's year, or word that there is nothing on record for it. */
export const InTerm = ({ bloc: name, year, page }: { bloc: string; year: string; page: Loader<YearProps> }) => (
  <AtBloc name={name}>{(bloc) => <InYear bloc={bloc} name={name} label={decodeURIComponent(year)} page={page} />}</AtBloc>
);

function InYear({ bloc, name, label, page }: { bloc: Bloc; name: string; label: string; page: Loader<YearProps> }) {
  const [, go] = useLocation();
  const terms = useTerms(bloc.id);
  // Links that know the id only lead to an address that can be read aloud.
  useEffect(() => {
    if (decodeURIComponent(name) !== bloc.slug) go(here(bloc), { replace: true });
  }, [name, bloc.slug]);
  useEffect(() => {
    localStorage.setItem("bloc", bloc.id);
    sessionStorage.setItem("year", label);
  }, [bloc.id, label]);
  return (
    <Shown of={terms}>
      {(all) => {
        const term = all.find((x) => x.period.label === label);
        if (!term) {
          return (
            <Page title={`${bloc.name} – ${label}`}>
              <Empty text={t("ui.no_term", { year: label })}><Link href={blocPath(bloc)}>{bloc.name}</Link></Empty>
            </Page>
          );
        }
        return <Late page={page} params={{ bloc, term, terms: all, again: terms.again }} />;
      }}
    </Shown>
  );
}

/** Leads to the latest year of the bloc to begin with. */
export function Home() {
  const blocs = useBlocs(useWho().id);
  return <Shown of={blocs}>{(all) => (all.length > 0 ? <ToYear blocs={all} /> : <Page title={t("ui.nav.overview")}><NoBlocs /></Page>)}</Shown>;
}

function ToYear({ blocs }: { blocs: Bloc[] }) {
  const reading = useReading(async () => {
    const bloc = (await firstBloc(blocs))!;
    return { bloc, terms: await readTerms(bloc.id) };
  }, [blocs.map((b) => b.id)]);
  return <Shown of={reading}>{({ bloc, terms }) => <Redirect to={terms[0] ? yearPath(bloc, terms[0].period.label, "tong-quan") : blocPath(bloc)} replace />}</Shown>;
}

/** Empty books: who may fill them is led to the first steps. */
function NoBlocs() {
  const who = useWho();
  if (!who.may("council")) return <Empty text={t("ui.no_blocs_in_reach")} />;
  return (
    <section class="card">
      <p>{t("ui.no_blocs")}</p>
      <ol>
        <li><Link href="/co-quan/moi">{t("ui.step_authority")}</Link></li>
        <li><Link class="button primary" href="/khoi/moi">{t("ui.make_bloc")}</Link></li>
        <li><Link href="/don-vi/moi">{t("ui.step_units")}</Link></li>
        <li>{t("ui.step_year")}</li>
        {who.may("admin") && <li><Link href="/quan-tri/nguoi-dung/moi">{t("ui.step_users")}</Link></li>}
      </ol>
    </section>
  );
}
