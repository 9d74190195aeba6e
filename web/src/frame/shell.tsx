// What stands around every page: the band on top, the navigation, the foot.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation, useRoute } from "wouter-preact";
import { signOut } from "../session";
import { dropDrafts, mayLeave } from "../ui/unsaved";
import { showTime } from "../format";
import { t } from "../words";
import { useWho } from "./app";
import { Languages } from "./login";
import { Palette } from "./palette";
import { bookPlaces, commonPlaces, officePlaces, yearPlaces, type Place } from "./places";
import { TextSize } from "./size";
import { blocAt, blocPath, called, readTerms, useBlocs, useTerms, yearPath, type Bloc } from "./term";
import { useReading } from "../ui/data";
import { api, ask } from "../api/client";

export function Shell({ children }: { children: ComponentChildren }) {
  const who = useWho();
  const [path, go] = useLocation();
  const [inYear, params] = useRoute("/khoi/:bloc/nam/:year/:page");
  const blocs = useBlocs(who.id);
  const last = localStorage.getItem("bloc") ?? "";
  const bloc = blocAt(blocs.data ?? [], (inYear && params.bloc) || last) ?? blocs.data?.[0];
  const terms = useTerms(bloc?.id);
  // Beside a year's pages it is the year one came from, of the bloc one came from.
  const seen = sessionStorage.getItem("year");
  const year = inYear ? decodeURIComponent(params.year) : (terms.data?.find((x) => x.period.label === seen) ?? terms.data?.[0])?.period.label;
  const page = inYear ? params.page : "tong-quan";
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const main = useRef<HTMLElement>(null);
  const meta = useReading(() => ask(api.GET("/api/v1/meta")).then((a) => a.data), []);

  // The same page of the same year, where the other bloc has it, else of its latest.
  const toBloc = async (next: Bloc) => {
    localStorage.setItem("bloc", next.id);
    const all = await readTerms(next.id).catch(() => []);
    const term = all.find((x) => x.period.label === year) ?? all[0];
    go(term ? yearPath(next, term.period.label, page) : blocPath(next));
  };
  const group = (title: string, places: Place[]) => places.length > 0 && <><h2>{title}</h2><ul>{places.map(item)}</ul></>;
  const item = ([href, name]: Place) => {
    const here = path === href || (href !== "/" && !href.includes("/nam/") && href !== "/khoi" && path.startsWith(`${href}/`));
    return <li key={href}><Link href={href} aria-current={here ? "page" : undefined}>{t(name)}</Link></li>;
  };
  const leave = () => {
    if (!mayLeave()) return;
    dropDrafts();
    void signOut().then(() => location.assign("/"));
  };
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); main.current?.focus(); }}>{t("ui.skip")}</a>
      <header class="band">
        <p class="product"><Link href="/">{t("ui.product")}</Link></p>
        {bloc && (
          <div class="switch">
            <label>{t("ui.bloc")}
              <select value={bloc.id} onChange={(e) => void toBloc(blocs.data!.find((b) => b.id === e.currentTarget.value)!)}>
                {blocs.data!.map((b) => <option key={b.id} value={b.id}>{called(b)}</option>)}
              </select>
            </label>
            {terms.data && terms.data.length > 0 && (
              <label>{t("ui.year")}
                <select value={year} onChange={(e) => go(yearPath(bloc, e.currentTarget.value, page))}>
                  {year && !terms.data.some((x) => x.period.label === year) && <option value={year}>{year}</option>}
                  {terms.data.map((x) => <option key={x.id} value={x.period.label}>{x.period.label}</option>)}
                </select>
              </label>
            )}
          </div>
        )}
        <Palette bloc={bloc} year={year} />
        <Languages />
        <details class="account">
          <summary>{who.display_name || who.username}</summary>
          <ul>
            <li><Link href="/tai-khoan">{t("ui.account")}</Link></li>
            <li><Link href="/tro-giup">{t("ui.help")}</Link></li>
            <li><TextSize /></li>
            <li><button type="button" onClick={leave}>{t("ui.sign_out")}</button></li>
          </ul>
        </details>
        <button type="button" class="menu" aria-expanded={open} aria-controls="nav" onClick={() => setOpen(!open)}>{t("ui.menu")}</button>
      </header>
      <div class="body">
        <nav id="nav" class={open ? "side open" : "side"} aria-label={t("ui.nav")}>
          {bloc && year && group(`${t("ui.nav.year_group")} ${year}`, yearPlaces(bloc, year))}
          {group(t("ui.nav.common_group"), commonPlaces)}
          {group(t("ui.nav.books_group"), bookPlaces)}
          {group(t("ui.nav.office_group"), officePlaces(who))}
        </nav>
        <div class="content">
          <main id="main" ref={main} tabIndex={-1}>{children}</main>
          <footer><p>{meta.data && t("ui.footer", { version: meta.data.version })} · <Link href="/tro-giup">{t("ui.help")}</Link></p><Printed /></footer>
        </div>
      </div>
    </>
  );
}

/** On paper the foot says when and from where the page was printed. */
function Printed() {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const say = () => { line.current!.textContent = t("ui.printed", { time: showTime(new Date().toISOString()), address: location.href }); };
    addEventListener("beforeprint", say);
    return () => removeEventListener("beforeprint", say);
  }, []);
  return <p class="printed" ref={line} />;
}
