// The search box and the palette (Ctrl+K): pages by their names, records by their
// words.

import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../api/client";
import { has, t } from "../words";
import { Marked, pageOf } from "../ui/marked";
import { useWho } from "./app";
import { bookPlaces, commonPlaces, officePlaces, yearPlaces } from "./places";
import type { Bloc } from "./term";

type Offer = { href: string; text: string; group: string; parts?: Schemas["Segment"][] };

const fold = (s: string) => s.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

export function Palette({ bloc, year }: { bloc?: Bloc; year?: string }) {
  const who = useWho();
  const [, go] = useLocation();
  const box = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [offers, setOffers] = useState<Offer[]>([]);
  const [at, setAt] = useState(0);
  const timer = useRef(0);

  const places = [...(bloc && year ? yearPlaces(bloc, year) : []), ...commonPlaces, ...bookPlaces, ...officePlaces(who)];
  const pages: Offer[] = places.map(([href, name]) => ({ href, text: t(name), group: t("palette.pages") }));

  const open = () => {
    if (box.current?.open) return;
    setOffers(pages);
    setAt(0);
    box.current?.showModal();
    if (input.current) input.current.value = "";
    input.current?.focus();
  };
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") { e.preventDefault(); open(); }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  });

  const look = () => {
    clearTimeout(timer.current);
    const text = input.current!.value.trim();
    const named = pages.filter((p) => fold(p.text).includes(fold(text)));
    setOffers(named);
    setAt(0);
    if (text.length < 2) return;
    timer.current = window.setTimeout(() => {
      ask(api.GET("/api/v1/search", { params: { query: { q: text, limit: 5 } } })).then(({ data }) => {
        if (input.current?.value.trim() !== text) return;
        setOffers([...named, ...data.groups.flatMap((g) => g.hits.map((h) => ({ href: pageOf(g.type, h), text: h.title.map((s) => s.text).join(""), parts: h.title, group: has(`search.type.${g.type}`) ? t(`search.type.${g.type}`) : g.type })))]);
      }, () => undefined);
    }, 300);
  };
  const choose = (o: Offer | undefined) => {
    const text = input.current!.value.trim();
    box.current?.close();
    if (o) go(o.href);
    else if (text) go(`/tim?q=${encodeURIComponent(text)}`);
  };
  const keys = (e: KeyboardEvent) => {
    if (e.isComposing) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setAt((at + (e.key === "ArrowDown" ? 1 : offers.length - 1)) % Math.max(offers.length, 1));
    } else if (e.key === "Enter") {
      e.preventDefault();
      choose(offers[at]);
    }
  };
  return (
    <>
      <form class="find" role="search" onSubmit={(e) => { e.preventDefault(); const q = String(new FormData(e.currentTarget).get("q")).trim(); if (q) go(`/tim?q=${encodeURIComponent(q)}`); }}>
        <input name="q" type="search" aria-label={t("ui.search_label")} placeholder={t("ui.search")} />
        <button>{t("ui.do_search")}</button>
        <button type="button" class="keys" onClick={open} title={t("palette.open")}>Ctrl+K</button>
      </form>
      <dialog ref={box} class="palette" aria-label={t("palette.title")} onClick={(e) => { if (e.target === e.currentTarget) e.currentTarget.close(); }}>
        <input ref={input} role="combobox" aria-expanded="true" aria-controls="offers" aria-activedescendant={offers[at] ? `offer-${at}` : undefined} aria-label={t("palette.title")} placeholder={t("ui.search")} onInput={look} onKeyDown={keys} />
        <ul id="offers" role="listbox" aria-label={t("palette.found")}>
          {offers.map((o, i) => (
            <li key={`${o.href}${i}`} id={`offer-${i}`} role="option" aria-selected={i === at} onClick={() => choose(o)} onMouseMove={() => setAt(i)}>
              <span class="kind">{o.group}</span> {o.parts ? <Marked parts={o.parts} /> : o.text}
            </li>
          ))}
        </ul>
        <p class="hint">{t("palette.help")}</p>
      </dialog>
    </>
  );
}
