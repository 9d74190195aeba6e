// Pages of one bloc and one year.

import { useEffect } from "preact/hooks";
import { Link, Redirect } from "wouter-preact";
import { t } from "../words";
import { Page } from "../ui/page";
import { Empty, Shown } from "../ui/state";
import { useWho, Late, type Loader } from "./app";
import { slug, useBlocs, useTerms, yearPath, type Bloc, type Term } from "./term";

export type YearProps = { bloc: Bloc; term: Term; terms: Term[]; again: () => void };

/** The page of a bloc's year, or word that there is nothing on record for it. */
export function InTerm({ bloc: name, year, page }: { bloc: string; year: string; page: Loader<YearProps> }) {
  const blocs = useBlocs(useWho().id);
  const bloc = blocs.data?.find((b) => slug(b) === encodeURIComponent(decodeURIComponent(name)));
  const terms = useTerms(bloc?.id);
  const label = decodeURIComponent(year);
  useEffect(() => {
    if (bloc) localStorage.setItem("bloc", bloc.id);
  }, [bloc]);
  return (
    <Shown of={blocs}>
      {() => !bloc ? <Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page> : (
        <Shown of={terms}>
          {(all) => {
            const term = all.find((x) => x.period.label === label);
            if (!term) {
              return (
                <Page title={`${bloc.name} – ${label}`}>
                  <Empty text={t("ui.no_term", { year: label })}><Link href={`/khoi/${slug(bloc)}`}>{bloc.name}</Link></Empty>
                </Page>
              );
            }
            return <Late page={page} params={{ bloc, term, terms: all, again: terms.again }} />;
          }}
        </Shown>
      )}
    </Shown>
  );
}

/** Leads to the latest year of the bloc that was looked at last. */
export function Home() {
  const blocs = useBlocs(useWho().id);
  const last = localStorage.getItem("bloc");
  const bloc = blocs.data?.find((b) => b.id === last) ?? blocs.data?.[0];
  const terms = useTerms(bloc?.id);
  return (
    <Shown of={blocs}>
      {(all) => all.length === 0 || !bloc ? (
        <Page title={t("ui.nav.overview")}><Empty text={t("ui.no_blocs")}><Link class="button primary" href="/khoi">{t("ui.make_bloc")}</Link></Empty></Page>
      ) : (
        <Shown of={terms}>
          {(ts) => <Redirect to={ts[0] ? yearPath(bloc, ts[0].period.label, "tong-quan") : `/khoi/${slug(bloc)}`} replace />}
        </Shown>
      )}
    </Shown>
  );
}
