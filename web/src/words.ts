// The words of the dashboard in the reader's language, from the catalogue.

export type Lang = "vi" | "en";

const loaders = {
  vi: [() => import("virtual:words/vi"), () => import("virtual:words/vi/more")],
  en: [() => import("virtual:words/en"), () => import("virtual:words/en/more")],
};

let words: Record<string, string> = {};
let current: Lang = "vi";
let wanted: Lang = "vi"; // current is the same once its words are there
let parts = 1; // of the loaders: two once a page that has more was opened

export const lang = (): Lang => current;

/** Speak switches the language; the caller renders anew. */
export async function speak(to: Lang): Promise<void> {
  wanted = to;
  const asked = parts;
  const loaded = await Promise.all(loaders[to].slice(0, asked).map((load) => load()));
  if (wanted !== to) return; // another was chosen meanwhile
  if (asked !== parts) return speak(to);
  words = Object.assign({}, ...loaded.map((m) => m.default));
  current = to;
  known.clear();
  document.documentElement.lang = to;
  localStorage.setItem("lang", to);
}

/** Fetches a page that has words the first pages do without, and these with it. */
export async function withMoreWords<T>(page: Promise<T>): Promise<T> {
  if (parts === 1) {
    parts = 2;
    await speak(wanted);
  }
  return page;
}

/** The language asked for in the address, kept from last time, or Vietnamese. */
export function preferred(): Lang {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("lang");
  return asked === "en" ? "en" : "vi";
}

export type Params = Record<string, string | number>;

/** The words for a key with {name} filled in; an unknown key shows itself. Words for
 * one {n} and for several are parted by a bar. */
export function t(key: string, params: Params = {}): string {
  const [one = key, many = one] = (words[key] ?? key).split("|");
  const found = Number(params.n) === 1 ? one : many;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

/** Whether the catalogue has the key. */
export const has = (key: string): boolean => key in words;

type Option = { value: string; label: string };

const known = new Map<string, Option[]>(); // in the current language: each row of a list asks for labels

/** Options are the values of an enumeration with their labels, in the office's order. */
export function options(name: string): Option[] {
  const prefix = `enum.${name}.`;
  const found = known.get(name) ?? Object.keys(words)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => ({ value: key.split(".").slice(3).join("."), label: words[key]! }));
  known.set(name, found);
  return found;
}

/** The label of a value; a value without one shows itself, nothing shows a dash. */
export function label(name: string, value: string | null | undefined): string {
  if (value == null) return "—";
  return options(name).find((o) => o.value === value)?.label ?? value;
}
