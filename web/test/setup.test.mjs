// The first minutes: the administrator's account, from the code in the program's
// log, and the first sign-in with it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, launch, open, password, sound } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("set up, with mistakes on the way", async () => {
  const page = await open(browser);
  await page.goto(`${base}/`);
  await page.waitForSelector("#username");
  await page.getByRole("link", { name: /[Tt]hiết lập/ }).click();
  await page.getByRole("button", { name: "Tạo tài khoản quản trị" }).click();
  await page.waitForSelector(".note.error");
  assert.equal(await page.evaluate(() => document.activeElement.className), "note error", "the summary has the focus");
  await sound(page, "set-up with mistakes");
  const [code, username, display, secret] = await page.locator("form input").all();
  await code.fill("sai-ma");
  await username.fill("giamdoc");
  await display.fill("Giám đốc");
  await secret.fill("ngắn");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".note.error");
  assert.equal(await username.inputValue(), "giamdoc", "what was typed is gone");
  await code.fill(process.env.SETUP_CODE);
  await secret.fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Tạo khối thi đua" }).waitFor();
  await sound(page, "empty books");
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
