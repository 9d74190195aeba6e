// What every page has: its title, one heading, where it stands, its actions.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Reading } from "./data";
import { Shown } from "./state";
import { t } from "../words";
import { CopyLink } from "./copy";

let first = true; // the page the browser opened keeps its focus at the top

export type Crumb = { href: string; text: string };

/** May is false where the reader has no right to what the page is for: an address
 * that was sent or kept says so, and shows no form to fill in for nothing. */
export function Page({ title, crumbs = [], actions, may = true, children }: {
  title: string; crumbs?: Crumb[]; actions?: ComponentChildren; may?: boolean; children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${t("ui.product")}`;
  }, [title]);
  useEffect(() => {
    if (!first) heading.current?.focus(); // a new page is announced
    first = false;
  }, []);
  return (
    <>
      {crumbs.length > 0 && (
        <nav class="crumbs" aria-label={t("ui.crumbs")}>
          <ol>{crumbs.map((c) => <li key={c.href}><Link href={c.href}>{c.text}</Link></li>)}</ol>
        </nav>
      )}
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        <div class="actions">{actions}<CopyLink /></div>
      </div>
      {may ? children : <p class="note warn">{t("ui.no_right")}</p>}
    </>
  );
}

/** The page of a record that is read; where it is not to be had, a page that says why. */
export function ShownPage<T>({ of, children }: { of: Reading<T>; children: (data: T) => ComponentChildren }) {
  const shown = <Shown of={of}>{children}</Shown>;
  return of.problem && of.data === undefined ? <Page title={of.problem.title}>{shown}</Page> : shown;
}

/** Tabs whose choice stands in the address as ?tab=. */
export function Tabs({ tabs, current, href, name = t("ui.sections") }: { tabs: { id: string; text: string }[]; current: string; href: (id: string) => string; name?: string }) {
  return (
    <nav class="tabs" aria-label={name}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.id}><Link href={href(tab.id)} aria-current={tab.id === current ? "page" : undefined}>{tab.text}</Link></li>
        ))}
      </ul>
    </nav>
  );
}
