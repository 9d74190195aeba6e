// A browser that opens the dashboard as one user, and watches: what stands in the
// console, what leaves the origin, what axe finds, what does not fit.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const base = needed("BASE");
export const password = needed("PASSWORD");

function needed(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: these tests are started by go test ./internal/web`);
  return value;
}

const texts = new URL("../../internal/text/", import.meta.url);
const catalogue = Object.assign({}, ...["enums.json", ...readdirSync(new URL("ui/", texts)).map((name) => `ui/${name}`)].map((name) => JSON.parse(readFileSync(new URL(name, texts), "utf8"))));

export const languages = ["vi", "en"];

/** The words of the dashboard in a language, as its own t gives them. */
export const wordsOf = (lang) => (key, params = {}) => {
  assert.ok(catalogue[key]?.[lang], `the catalogue has no ${key} in ${lang}`);
  const [one, many = one] = catalogue[key][lang].split("|");
  return (Number(params.n) === 1 ? one : many).replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
};

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const launch = () => chromium.launch({ executablePath: needed("BROWSER"), args: flags });

// Refusals a test provokes on purpose are logged by the browser as errors.
const refusal = /the server responded with a status of (401|403|404|409|412|422)/;

/** A page of a user in a language, in a window of its own. */
export async function open(browser, { lang = "vi", width = 1366, height = 768, size = "normal", ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang === "vi" ? "vi-VN" : "en-GB", timezoneId: "Asia/Ho_Chi_Minh", acceptDownloads: true, ...more });
  await context.addInitScript((kept) => { for (const [name, value] of Object.entries(kept)) if (!localStorage.getItem(name)) localStorage.setItem(name, value); }, { lang, size });
  const page = await context.newPage();
  const watched = { complaints: [], outside: [], pending: new Set() };
  page.on("console", (m) => { if (["error", "warning"].includes(m.type()) && !refusal.test(m.text())) watched.complaints.push(m.text()); });
  page.on("pageerror", (e) => watched.complaints.push(String(e)));
  page.on("dialog", (d) => {
    if (d.type() === "beforeunload") return d.accept();
    watched.complaints.push(`${d.type()}: ${d.message()}`);
    return d.dismiss();
  });
  page.on("request", (r) => {
    if (r.isNavigationRequest() && r.frame() === page.mainFrame()) watched.pending.clear(); // nobody waits for the page that is left
    watched.pending.add(r);
    if (!/^(data|blob):/.test(r.url()) && new URL(r.url()).origin !== base) watched.outside.push(r.url());
  });
  page.on("response", (r) => watched.pending.delete(r.request())); // a body that nobody reads is never finished
  page.on("requestfailed", (r) => watched.pending.delete(r));
  page.watched = watched;
  return page;
}

export async function signIn(page, user, secret = password) {
  await page.goto(`${base}/`);
  await page.fill("#username", user);
  await page.fill("#password", secret);
  await page.keyboard.press("Enter");
  await page.waitForSelector("main#main h1");
}

/** Goes to an address and waits until the page is read. */
export async function visit(page, path) {
  await page.goto(base + path);
  await settled(page);
}

/** Goes to an address as a link does, which is quicker than to load all anew. What
 * was open before is left for a page that does not exist first. */
export async function turn(page, path) {
  const go = (to) => page.evaluate((address) => history.pushState(null, "", address), to);
  await go("/khong-co-trang-nay");
  await page.waitForFunction((title) => document.querySelector("main h1")?.textContent === title, wordsOf(await page.evaluate(() => document.documentElement.lang))("ui.not_found"));
  await page.evaluate(() => { document.querySelector("main h1").dataset.left = ""; });
  await go(path);
  await page.waitForSelector("main h1:not([data-left])");
  await settled(page);
}

/** Waits until the page asks for nothing more. */
export async function settled(page) {
  await page.waitForSelector("main h1");
  for (let calm = 0; calm < 3; calm = page.watched.pending.size === 0 ? calm + 1 : 0) await page.waitForTimeout(50);
  await page.waitForFunction(() => document.querySelector("main h1") && [...document.querySelectorAll(".waiting")].every((e) => e.textContent === ""));
}

/** What axe finds wrong, in words. */
export async function violations(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  }));
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

/** Texts that are cut off, and a page wider than its window. */
export async function clipped(page) {
  return page.evaluate(() => {
    const out = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) out.push(`the page is ${wide} px wider than its window`);
    for (const e of document.querySelectorAll("h1, h2, h3, p, a, li, td, th, dt, dd, label, summary, button, .chip")) {
      const s = getComputedStyle(e);
      if (e.closest(".unseen, .skip, svg") || s.display === "inline" || s.visibility === "hidden" || e.clientWidth === 0) continue;
      const hides = s.overflowX !== "visible" || s.overflowY !== "visible";
      if (hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) out.push(`cut off: <${e.localName}> ${e.textContent.slice(0, 60)}`);
      const r = e.getBoundingClientRect();
      if (r.right > innerWidth + 1 && !e.closest(".scroll")) out.push(`sticks out: <${e.localName}> ${e.textContent.slice(0, 60)}`);
    }
    return out.slice(0, 10);
  });
}

/** Asserts all that holds for every page in every state. */
export async function sound(page, where, { axe: asked = true } = {}) {
  if (asked) assert.deepEqual(await violations(page), [], `${where}: axe`);
  assert.deepEqual(await clipped(page), [], `${where}: layout`);
  assert.equal(await page.locator("h1").count(), 1, `${where}: one h1`);
  assert.deepEqual(await wordless(page), [], `${where}: keys whose words were not loaded`);
  quiet(page, where);
}

/** Keys of the catalogue that stand on the page in place of their words. */
async function wordless(page) {
  const text = await page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((e) => [e.ariaLabel, e.title, e.placeholder])].join("\n"));
  return (text.match(/[a-z_]+(\.[a-z0-9_]+)+/g) ?? []).filter((key) => key in catalogue);
}

export function quiet(page, where) {
  assert.deepEqual(page.watched.complaints.splice(0), [], `${where}: console`);
  assert.deepEqual(page.watched.outside.splice(0), [], `${where}: requests that leave the origin`);
}

/** The sheets the page prints on, each as [width, height] in points. */
export async function sheets(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map((box) => [Number(box[1]), Number(box[2])]);
}

/** The text on each sheet the page prints on, without white space: marks that are
 * stacked on a letter make pdftotext see some in words. */
export async function printed(page) {
  const text = execFileSync("pdftotext", ["-raw", "-enc", "UTF-8", "-", "-"], { input: await page.pdf({ preferCSSPageSize: true }) }).toString();
  return text.split("\f").slice(0, -1).map((sheet) => sheet.replace(/\s+/g, ""));
}

/** A client of the API, to prepare what a test looks at. */
export async function client(user, secret = password) {
  const call = async (method, path, body, headers = {}) => {
    const kind = body instanceof FormData ? {} : { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json" };
    const r = await fetch(`${base}/api/v1${path}`, {
      method, headers: { ...kind, ...(token && { Authorization: `Bearer ${token}` }), ...headers },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
    });
    const said = await r.json().catch(() => null);
    assert.ok(r.ok, `${method} ${path}: ${r.status} ${JSON.stringify(said)}`);
    return { ...said, etag: r.headers.get("ETag") };
  };
  let token = "";
  token = (await call("POST", "/auth/login", { username: user, password: secret })).access_token;
  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    upload: async (members) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(members)) form.set(name, value);
      form.set("file", new Blob(["Nội dung"], { type: "text/plain" }), members.name);
      return call("POST", "/attachments", form);
    },
    patch: async (path, body) => call("PATCH", path, body, { "If-Match": (await call("GET", path)).etag }),
    step: async (path, to, reason) => call("POST", `${path}/transitions`, { to, reason }, { "If-Match": (await call("GET", path)).etag }),
    first: async (path) => (await call("GET", path)).data[0],
  };
}
