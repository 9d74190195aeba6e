// The frame: who is signed in, where we are, and the page that belongs there.

import { createContext, type ComponentType } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { Redirect, Route, Router, Switch } from "wouter-preact";
import { api, ask } from "../api/client";
import { signedIn, whenever, type Me } from "../session";
import { lang, speak, t, type Lang } from "../words";
import { useGuardedLocation } from "../ui/unsaved";
import { Page } from "../ui/page";
import { ChangePassword, Login, LoginAgain, SetUp } from "./login";
import { Shell } from "./shell";
import { Home, InTerm } from "./year";
import { pages, yearPages } from "../pages";

export type Who = Me & { may: (role: string) => boolean };
const Session = createContext<Who | null>(null);

/** Who is signed in; pages are shown to nobody else. */
export const useWho = (): Who => useContext(Session)!;

const Speech = createContext<(to: Lang) => void>(() => {});

/** Switches the language; the page, its filters and what was typed stay. */
export const useSpeech = (): ((to: Lang) => void) => useContext(Speech);

export function App() {
  const [, tick] = useState(0);
  const [me, setMe] = useState<Me | null>(null);
  const [problem, setProblem] = useState(false);
  const again = () => tick((n) => n + 1);

  const load = async () => {
    again();
    if (!signedIn()) return;
    try {
      const { data } = await ask(api.GET("/api/v1/me"));
      setMe(data as Me);
      setProblem(false);
      if (!localStorage.getItem("lang") && data.language) await speak(data.language === "en" ? "en" : "vi");
    } catch {
      setProblem(true);
    }
    again();
  };
  useEffect(() => {
    whenever(() => void load());
    void load();
  }, []);

  const change = (to: Lang) => void speak(to).then(again);
  const who: Who | null = me && { ...me, may: (role) => me.grants.some((g) => g.role === role || g.role === "admin") };
  return (
    <Speech.Provider value={change}>
      <Router hook={useGuardedLocation}>
        {!who ? (signedIn() && !problem ? null : <Outside />) : who.must_change_password ? <ChangePassword must /> : (
          <Session.Provider value={who}>
            {!signedIn() && <LoginAgain username={who.username} />}
            <Shell key={lang()}>
              <Routes />
            </Shell>
          </Session.Provider>
        )}
      </Router>
    </Speech.Provider>
  );
}

function Outside() {
  return (
    <Switch>
      <Route path="/thiet-lap" component={SetUp} />
      <Route component={Login} />
    </Switch>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/thiet-lap"><Redirect to="/" replace /></Route>
      {Object.entries(yearPages).map(([name, page]) => (
        <Route key={name} path={`/khoi/:bloc/nam/:year/${name}`}>
          {(params: { bloc: string; year: string }) => <InTerm bloc={params.bloc} year={params.year} page={page} />}
        </Route>
      ))}
      {Object.entries(pages).map(([path, page]) => <Route key={path} path={path}>{(params) => <Late page={page} params={params as Record<string, string>} />}</Route>)}
      <Route><Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page></Route>
    </Switch>
  );
}

export type Loader<P> = () => Promise<{ default: ComponentType<P> }>;

const loaded = new Map<unknown, ComponentType<never>>();

/** A page that is fetched when it is first shown. */
export function Late<P extends object>({ page, params }: { page: Loader<P>; params: P }) {
  const [, tick] = useState(0);
  const Found = loaded.get(page) as ComponentType<P> | undefined;
  useEffect(() => {
    if (!loaded.has(page)) void page().then((m) => { loaded.set(page, m.default as ComponentType<never>); tick((n) => n + 1); });
  }, [page]);
  return Found ? <Found {...params} /> : <p class="waiting" aria-live="polite">{t("ui.loading")}</p>;
}
