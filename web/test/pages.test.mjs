// Every page, in both languages and three widths, with names as long and as
// stacked with marks as names get.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, client, launch, open, settled, signIn, sound, visit } from "./browser.mjs";

const stacked = "ỦY BAN KIỂM TRA TỈNH ỦY – Ẫ Ậ Ẳ Ễ Ộ Ỡ Ự";
const long = `${stacked} ${"Ban Chỉ đạo phong trào toàn dân đoàn kết xây dựng đời sống văn hóa ".repeat(3)}`.slice(0, 200).trim();

let browser, paths;

before(async () => {
  browser = await launch();
  paths = await addresses();
});
after(() => browser.close());

/** One address of every page, of the longest records there are. */
async function addresses() {
  const api = await client("quantri");
  const bloc = await api.first("/blocs?limit=1&code=CQD").catch(() => null) ?? await api.first("/blocs?limit=1");
  const term = await api.first(`/terms?bloc_id=${bloc.id}&sort=-period&limit=1`);
  const unit = await api.post("/units", { name: long, code: `DAI-${Date.now()}` });
  await api.post(`/terms/${term.id}/members`, { unit_id: unit.id });
  const agreement = await api.first(`/agreements?term_id=${term.id}&limit=1`);
  const commitment = await api.first("/commitments?limit=1");
  const award = await api.first("/awards?limit=1");
  const decision = await api.first("/decisions?limit=1") ?? await api.post("/decisions", { bloc_id: bloc.id, kind: "award", number: "01/QĐ-UBND", summary: long });
  const person = await api.first("/persons?limit=1") ?? await api.post("/persons", { name: long });
  const authority = await api.first("/authorities?limit=1");
  const arrangement = await api.first("/arrangements?limit=1") ?? await api.post("/arrangements", { organizer_id: authority.id, period: "2026" });
  const type = await api.first("/award-types?limit=1");
  const user = await api.first("/users?limit=1");
  const act = await api.first(`/audit-events?entity_id=${unit.id}`);
  const at = `/khoi/${bloc.id}/nam/${term.period.label}`;
  return [
    ...["tong-quan", "giao-uoc", "giao-uoc?tab=chu-ky", "giao-uoc?tab=hoi-nghi", "thanh-vien", "khen-thuong", "bao-cao"].map((p) => `${at}/${p}`),
    `/giao-uoc/${agreement.id}`, `/noi-dung/${commitment.id}`, `/khen-thuong/${award.id}`,
    "/quyet-dinh", "/quyet-dinh/moi", `/quyet-dinh/${decision.id}`, "/danh-muc", `/danh-muc/${type.id}`,
    "/don-vi", "/don-vi/moi", `/don-vi/${unit.id}`, `/don-vi/${unit.id}?sua=1`, "/ca-nhan", "/ca-nhan/moi", `/ca-nhan/${person.id}`,
    "/khoi", "/khoi/moi", `/khoi/${bloc.id}`, `/khoi/${bloc.id}/nam-moi`, "/co-quan", "/co-quan/moi", `/co-quan/${authority.id}`,
    "/to-chuc", "/to-chuc/moi", `/to-chuc/${arrangement.id}`, "/tim", "/tim?q=uy+ban", "/nhat-ky", `/nhat-ky/${act.id}`,
    "/quan-tri/nguoi-dung", "/quan-tri/nguoi-dung/moi", `/quan-tri/nguoi-dung/${user.id}`, "/tai-khoan", "/khoi/khong-co-khoi-nay",
  ];
}

for (const [lang, width, height] of [["vi", 1366, 768], ["en", 1366, 768], ["vi", 1024, 768], ["vi", 390, 844]]) {
  test(`every page in ${lang} at ${width}×${height}`, async (t) => {
    const page = await open(browser, { lang, width, height });
    await page.goto(`${base}/`);
    await page.waitForSelector("#username");
    await sound(page, "log-in");
    await signIn(page, "quantri");
    for (const path of paths) {
      await t.test(path, async () => {
        await visit(page, path);
        await sound(page, `${path} at ${width}`, { axe: width !== 1024 });
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${lang}-${width}-${path.replace(/[^\w-]+/g, "_").slice(0, 80)}.png`, fullPage: true });
      });
    }
    await page.context().close();
  });
}

test("every page prints", async () => {
  const page = await open(browser);
  await signIn(page, "quantri");
  for (const path of paths.slice(0, 12)) {
    await visit(page, path);
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["nav.side", "header.band button", ".actions", ".filters"]) {
      for (const e of await page.locator(hidden).all()) assert.equal(await e.isVisible(), false, `${path}: ${hidden} is printed`);
    }
    await page.emulateMedia({ media: "screen" });
  }
  await page.context().close();
});

test("the overview fits one window, and one sheet of paper", async () => {
  const page = await open(browser);
  await signIn(page, "quantri");
  await visit(page, paths[0]);
  const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  assert.ok(over <= 0, `the overview is ${over} px taller than a window of 1366×768`);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, "sheets");
  await page.context().close();
});

test("the overview's first load is small", async () => {
  const page = await open(browser);
  await signIn(page, "quantri");
  await page.context().clearCookies({ name: "none" });
  const seen = new Map();
  page.on("requestfinished", async (r) => {
    const path = new URL(r.url()).pathname;
    if (path.startsWith("/api/")) return;
    seen.set(path, (await r.sizes()).responseBodySize);
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await visit(page, paths[0]);
  await settled(page);
  const sum = (which) => [...seen].filter(([p]) => which.test(p)).reduce((n, [, size]) => n + size, 0);
  const charts = sum(/\/figure-[^/]*\.js$/); // what draws, with the libraries it needs
  const all = sum(/./), scripts = sum(/\.js$/) - charts;
  console.log(`first load of the overview: ${Math.round(all / 1000)} kB, of it scripts ${Math.round(scripts / 1000)} kB and charts ${Math.round(charts / 1000)} kB, in ${seen.size} files`);
  assert.ok(scripts > 1000 && all <= 150_000 && scripts <= 60_000, `${all} bytes, scripts ${scripts}: ${JSON.stringify([...seen])}`);
  await page.context().close();
});
