// The first minutes: the administrator's account, from the code in the program's
// log, and the first sign-in with it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, client, launch, open, password, sound, wordsOf } from "./browser.mjs";

const lang = process.env.SETUP_LANG ?? "vi"; // there is one first administrator: each language has books of its own
const t = wordsOf(lang);

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test(`set up in ${lang}, with mistakes on the way`, async () => {
  const page = await open(browser, { lang });
  await page.goto(`${base}/`);
  await page.getByRole("link", { name: t("login.first") }).click();
  await page.getByRole("button", { name: t("setup.submit") }).click();
  await page.waitForSelector(".note.error");
  assert.equal(await page.evaluate(() => document.activeElement.className), "note error", "the summary has the focus");
  await sound(page, "set-up with mistakes");
  const field = (name) => page.getByRole("textbox", { name: t(name), exact: true });
  await field("setup.code").fill("sai-ma");
  await field("login.username").fill("giamdoc");
  await field("setup.display_name").fill("Giám đốc");
  await field("login.password").fill("ngắn");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".note.error");
  assert.equal(await field("login.username").inputValue(), "giamdoc", "what was typed is gone");
  await field("setup.code").fill(process.env.SETUP_CODE);
  await field("login.password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: t("ui.make_bloc") }).waitFor();
  await sound(page, "empty books");
  const api = await client("giamdoc");
  const me = await api.get("/me");
  assert.deepEqual([me.display_name, me.language, me.grants.map((g) => g.role)], ["Giám đốc", lang, ["admin"]]);
  await page.getByRole("link", { name: t("ui.make_bloc") }).click();
  await page.waitForURL("**/khoi/moi");
  await page.getByRole("button", { name: t("ui.save") }).waitFor();
  await page.context().close();
});

test("the language stays, and what was typed with it", async () => {
  const page = await open(browser);
  await page.goto(`${base}/`);
  await page.fill("#username", "ai do");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await page.inputValue("#username"), "ai do");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.reload();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.context().close();
});

test("a wrong password says what may be the matter, and keeps the name", async () => {
  const page = await open(browser);
  await page.goto(`${base}/`);
  await page.fill("#username", "giamdoc");
  await page.fill("#password", "không phải");
  await page.keyboard.press("Enter");
  await page.getByText("UniKey").waitFor();
  assert.equal(await page.inputValue("#username"), "giamdoc");
  await sound(page, "log-in refused");
  await page.context().close();
});
