// Every page, in both languages and three widths, with names as long and as
// stacked with marks as names get.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { base, clipped, client, languages, launch, open, printed, settled, sheets, signIn, sound, turn, visit, wordsOf } from "./browser.mjs";

const stacked = "ỦY BAN KIỂM TRA TỈNH ỦY – Ẫ Ậ Ẳ Ễ Ộ Ỡ Ự";
const long = `${stacked} ${"Ban Chỉ đạo phong trào toàn dân đoàn kết xây dựng đời sống văn hóa ".repeat(3)}`.slice(0, 200).trim();

let browser, paths, crowded;

before(async () => {
  browser = await launch();
  paths = await addresses();
  crowded = await crowdedYear();
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
  const commitment = await api.first(`/commitments?agreement_id=${agreement.id}&limit=1`) ?? await api.first("/commitments?limit=1");
  const award = await api.first("/awards?limit=1");
  const decision = await api.first("/decisions?limit=1") ?? await api.post("/decisions", { bloc_id: bloc.id, kind: "award", number: "01/QĐ-UBND", summary: long });
  const person = await api.first("/persons?limit=1") ?? await api.post("/persons", { name: long });
  const authority = await api.first("/authorities?limit=1");
  const arrangement = await api.first("/arrangements?limit=1") ?? await api.post("/arrangements", { organizer_id: authority.id, period: "2026" });
  const movement = await api.first("/movements?limit=1") ?? await api.post("/movements", { name: long, launched_by_id: authority.id, launched_on: "2021", goals: long });
  const model = await api.first("/models?limit=1"), rule = await api.first("/rating-rules?limit=1");
  const scored = await api.first("/score-tables?limit=1&status=applied&sort=period"), sheet = await api.first(`/score-sheets?limit=1&score_table_id=${scored.id}`);
  const ranked = await api.first("/rankings?limit=1&status=published&origin=computed"), vote = await api.first("/votes?limit=1");
  const scores = `/khoi/${scored.bloc.id}/nam/${scored.term.period}/cham-diem`;
  const registration = await api.first("/registrations?limit=1&status=returned");
  const type = await api.first("/award-types?limit=1");
  const user = await api.first("/users?limit=1");
  const act = await api.first(`/audit-events?entity_id=${unit.id}`);
  const at = `/khoi/${bloc.id}/nam/${term.period.label}`;
  return [
    ...["tong-quan", "giao-uoc", "giao-uoc?tab=chu-ky", "giao-uoc?tab=hoi-nghi", "dang-ky", "tien-do", `tien-do?o=${commitment.id}.`, "tien-do?tab=tre", "tien-do?tab=don-vi", "tien-do?tab=chi-so", "tien-do?tab=chi-so&cs=moi", "mo-hinh", "mo-hinh?them=1", "xep-loai", "thanh-vien", "khen-thuong", "bao-cao"].map((p) => `${at}/${p}`),
    `/giao-uoc/${agreement.id}`, `/noi-dung/${commitment.id}`, `/khen-thuong/${award.id}`,
    "/quyet-dinh", "/quyet-dinh/moi", `/quyet-dinh/${decision.id}`, "/danh-muc", `/danh-muc/${type.id}`,
    "/don-vi", "/don-vi/moi", `/don-vi/${unit.id}`, `/don-vi/${unit.id}?sua=1`, "/ca-nhan", "/ca-nhan/moi", `/ca-nhan/${person.id}`,
    "/khoi", "/khoi/moi", `/khoi/${bloc.id}`, `/khoi/${bloc.id}/nam-moi`, "/co-quan", "/co-quan/moi", `/co-quan/${authority.id}`,
    ...[`tong-ket/${term.id}`, `so-ket/${term.id}`, `giao-uoc/${agreement.id}`, `dang-ky/${registration.id}`, `danh-sach/${decision.id}?du-thao=1`, `ho-so/${unit.id}`, `thong-ke/${bloc.id}`, `bang-diem/${scored.id}`, `kiem-phieu/${vote.id}`, `xep-hang/${ranked.id}`, `binh-xet/${ranked.id}`, `tong-ket/${term.id}?tab=loi-van`, `tong-ket/${term.id}?tab=tao`, `tong-ket/${term.id}?tab=so-lieu`].map((p) => `/bao-cao/${p}`),
    "/lich", `${at}/cham-diem`, scores, `${scores}?tab=ban-do`, `${scores}?tab=chenh-lech`, `${scores}?tab=bang-diem`, `${scores}?tab=bang-diem&them=mau`, `/bang-diem/${scored.id}`, `/phieu-diem/${sheet.id}`, ...["", "?tab=bo-phieu", "?tab=qua-cac-nam", "?tab=cac-ban"].map((p) => `/khoi/${ranked.bloc.id}/nam/${ranked.term.period}/xep-hang${p}`), `${at}/xep-hang`, `/xep-hang/${ranked.id}`, `/bo-phieu/${vote.id}`, `/mo-hinh/${model.id}`, "/quy-tac-xep-loai", "/quy-tac-xep-loai/moi", `/quy-tac-xep-loai/${rule.id}`, `/dang-ky/${registration.id}`, `/dang-ky/${registration.id}?sua=danh-hieu`, "/phong-trao", "/phong-trao/moi", `/phong-trao/${movement.id}`, "/to-chuc", "/to-chuc/moi", `/to-chuc/${arrangement.id}`, "/tim", "/tim?q=uy+ban", "/nhat-ky", `/nhat-ky/${act.id}`,
    "/quan-tri/nguoi-dung", "/quan-tri/nguoi-dung/moi", `/quan-tri/nguoi-dung/${user.id}`, "/tai-khoan", "/tro-giup", "/khoi/khong-co-khoi-nay",
  ];
}

/** The overview of a year in which twelve units have not signed and every month
 * brought something due. */
async function crowdedYear() {
  const api = await client("quantri");
  const bloc = await api.post("/blocs", { name: "Khối thi đua có nhiều việc", kind: "bloc" });
  const term = await api.post("/terms", { bloc_id: bloc.id, period: "2026", status: "signing" });
  for (let i = 1; i <= 12; i++) {
    const unit = await api.post("/units", { name: `Sở Văn hóa, Thể thao và Du lịch thứ ${i}` });
    await api.post(`/terms/${term.id}/members`, { unit_id: unit.id });
    await api.post(`/terms/${term.id}/deadlines`, { kind: "progress_report", due_on: `2026-${String(i).padStart(2, "0")}-25`, title: `Báo cáo tiến độ tháng ${i}` });
  }
  await api.post("/agreements", { term_id: term.id, title: "Giao ước thi đua", basis: "original", status: "signing" });
  return `/khoi/${bloc.id}/nam/2026/tong-quan`;
}

const upright = [595.3, 841.9], lying = [841.9, 595.3];

/** Asserts that a page is printed on A4 sheets that stand or lie. */
function onA4(printed, way, where) {
  assert.ok(printed.length > 0, `${where}: no sheets`);
  for (const [width, height] of printed) assert.ok(Math.abs(width - way[0]) <= 1 && Math.abs(height - way[1]) <= 1, `${where}: a sheet of ${width}×${height} pt`);
}

/** Asserts that a page is laid out for paper. */
async function prints(page, path) {
  const paper = await page.locator("main .sheet").count() > 0;
  const wide = !paper && await page.locator("main .overview, main th:nth-child(7):not(.screen)").count() > 0;
  // Appendices of a document may lie among sheets that stand.
  const all = await sheets(page), laid = paper ? all.filter(([width, height]) => width < height) : all;
  onA4(laid, wide ? lying : upright, path);
  if (laid.length < all.length) onA4(all.filter((s) => !laid.includes(s)), lying, path);
  const window = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  // As wide as the sheet between its margins: nothing is cut off there.
  await page.setViewportSize({ width: wide ? 1009 : 661, height: 900 });
  for (const hidden of ["nav.side", "header.band", "main button:not(.link, .sort)", "main .button", ".actions", ".filters"]) {
    for (const e of await page.locator(hidden).all()) assert.equal(await e.isVisible(), false, `${path}: ${hidden} is printed`);
  }
  assert.ok(await page.locator(paper ? "main .sheet h2" : "main h1").first().isVisible(), `${path}: the title is not printed`);
  assert.deepEqual(await clipped(page), [], `${path} on paper`);
  await page.emulateMedia({ media: null }); // screen would hold for the next sheets, too
  await page.setViewportSize(window);
}

describe("every page", { concurrency: 2 }, () => {
  // What axe looks at is the same at every width but where rows become cards.
  for (const [lang, width, height, { axe = false, paper = false, size = "normal" } = {}] of [
    ["vi", 1366, 768, { axe: true, paper: true }], ["en", 1366, 768, { axe: true }], ["vi", 1024, 768], ["vi", 390, 844, { axe: true }],
    ["en", 1366, 768, { size: "larger" }], ["vi", 390, 844, { size: "larger" }],
  ]) {
    test(`every page in ${lang} at ${width}×${height} in ${size} text${paper ? " and on paper" : ""}`, async (t) => {
      const page = await open(browser, { lang, width, height, size });
      await page.goto(`${base}/`);
      await page.waitForSelector("#username");
      await sound(page, "log-in");
      await signIn(page, "quantri");
      for (const path of paths) {
        await t.test(path, async () => {
          await turn(page, path);
          await sound(page, `${path} at ${width} in ${size} text`, { axe });
          if (paper) await prints(page, path);
          if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${lang}-${width}-${size}-${path.replace(/[^\w-]+/g, "_").slice(0, 80)}.png`, fullPage: true });
        });
      }
      await page.context().close();
    });
  }
});

for (const lang of languages) {
  test(`the overview fits one window, and one sheet of paper, in ${lang}`, async () => {
    const page = await open(browser, { lang });
    await signIn(page, "quantri");
    for (const path of [paths[0], crowded]) {
      await visit(page, path);
      const printed = await sheets(page);
      assert.equal(printed.length, 1, `${path}: sheets`);
      onA4(printed, lying, path);
    }
    await visit(page, paths[0]);
    const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    assert.ok(over <= 0, `the overview is ${over} px taller than a window of 1366×768`);
    await page.context().close();
  });
}

test("a long list has its headings on every sheet", async () => {
  const api = await client("quantri");
  for (let i = 0; i < 110; i++) await api.post("/units", { name: `Trung tâm in danh sách thứ ${i}`, code: `IN-${Date.now()}-${i}` });
  const page = await open(browser);
  await signIn(page, "quantri");
  for (const path of ["/don-vi?q=in+danh+sach&sort=name", "/nhat-ky?loai=unit"]) {
    await visit(page, path);
    const titles = await page.locator("main thead th").allTextContents();
    const sheets = await printed(page);
    assert.ok(sheets.length > 1 && titles.length > 3, `${path}: ${sheets.length} sheets`);
    for (const [i, sheet] of sheets.entries()) {
      for (const title of titles) assert.ok(sheet.includes(title.replace(/[▲▼↕]|\s/g, "")), `${path}: sheet ${i + 1} lacks ${title}: ${sheet.slice(0, 200)}`);
    }
  }
  await page.context().close();
});

test("the size of the text is chosen in the menu and kept", async () => {
  const t = wordsOf("vi"), page = await open(browser);
  const size = () => page.evaluate(() => getComputedStyle(document.querySelector("main p, main td")).fontSize);
  await signIn(page, "quantri");
  await visit(page, "/tro-giup");
  const before = parseFloat(await size());
  await page.locator("details.account summary").press("Enter");
  await page.getByLabel(t("ui.text_size")).selectOption("larger");
  assert.equal(parseFloat(await size()), before * 1.25);
  await page.reload();
  await settled(page);
  assert.equal(parseFloat(await size()), before * 1.25);
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
  const charts = sum(/\/(figure|d3-[a-z]+)-[^/]*\.js$/); // what draws, with the libraries it needs
  const all = sum(/./), scripts = sum(/\.js$/) - charts;
  console.log(`first load of the overview: ${Math.round(all / 1000)} kB, of it scripts ${Math.round(scripts / 1000)} kB and charts ${Math.round(charts / 1000)} kB, in ${seen.size} files`);
  assert.ok(scripts > 1000 && all <= 150_000 && scripts <= 60_000, `${all} bytes, scripts ${scripts}: ${JSON.stringify([...seen])}`);
  await sound(page, "the overview with the first words alone", { axe: false });
  await page.keyboard.press("Control+k");
  await page.locator("dialog[open]").waitFor();
  await sound(page, "the palette with the first words alone", { axe: false });
  await page.context().close();
});
