// Every state of every page: forms, what they say of mistakes, questions, tabs,
// menus. They show records whose every text wants to be markup: nothing may come of
// it, and nothing may be wrong with the page. Each state is looked at in one language,
// every second one in English; every page is in both in pages.test.mjs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, client, languages, launch, open, quiet, settled, signIn, sound, turn, violations, visit, wordsOf } from "./browser.mjs";
import { hostile } from "./hostile.mjs";
import { fill } from "./records.mjs";

const text = hostile();
// Not shown: where a source stands (its title leads there), sources of a unit's names,
// and what a source calls a decision that is on record.
const unshown = /\.sources\.address$|^version\.sources\.|^award\.decision_as_written$/;
const shown = new Set(); // the texts that were seen on some page

let browser, api, ids;
before(async () => {
  browser = await launch();
  api = await client("quantri");
  ids = await fill(api, text);
});
after(() => browser.close());

/** Lets the record of acts be found broken, once. */
const tampered = (page) => page.route("**/api/v1/audit-verification", (route) => route.fulfill({ json: {
  intact: false, events: 12, chains: 2, first_at: "2026-01-05T02:00:00.000000Z", last_at: "2026-03-02T01:00:00.000000Z",
  findings: [{ chain: "general", seq: 5, code: "changed" }, { chain: `bloc:${ids.bloc.id}`, seq: 1, code: "tail" }],
  checkpoint: { at: "2026-03-02T01:30:00.000000Z", events: 12, heads: [], mac: "" },
} }), { times: 1 });
/** Lets the reader have packages in every state. */
const packages = async (page) => {
  const { id: me } = await api.get("/me");
  const job = (n, state, more = {}) => ({
    id: `0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a6${n}`, kind: "handbook", subject_id: ids.term.id, term_id: ids.term.id, bloc_id: ids.bloc.id, unit_id: null, name: ids.bloc.name, period: "2026", language: "vi", formats: ["docx", "pdf"],
    state, done: 0, total: null, failure: null, file: null, finished_at: null, created_by: me, created_at: "2026-03-02T01:00:00.000000Z", updated_at: "2026-03-02T01:00:00.000000Z", version: 1, ...more,
  });
  const data = [
    job(1, "queued"), job(2, "running", { done: 4, total: 28 }), job(3, "failed", { failure: { code: "internal", title: "Lỗi của máy chủ" } }), job(5, "expired"),
    job(6, "done", { done: 28, total: 28, file: { name: "HoSoKhoi.zip", size: 1_234_567, sha256: "0".repeat(64), expires_at: "2026-03-03T01:00:00.000000Z" } }),
  ];
  await page.route("**/api/v1/report-jobs?*", (route) => route.fulfill({ json: { data, page: { limit: 100, has_more: false } } }));
};
const removing = async (page) => page.locator("main button.danger").first().click();

/** Addresses, each with what is done there to come to the state, by the words of t. */
function states(t) {
  /** Presses what bears these words. */
  const press = (key, params) => async (page) => {
    const name = t(key, params);
    await page.locator("main, dialog[open]").getByRole("button", { name, exact: true }).or(page.locator("main").getByRole("link", { name, exact: true })).first().click();
  };
  const anAct = (page) => page.locator("main").getByRole("link", { name: t("changes.open") }).first().click(); // its name says which act
  const type = (key, value) => (page) => page.locator("main").getByLabel(t(key)).first().fill(value);
  const seen = (page) => page.getByText(t("report.job_failed", { state: t("enum.report_job_state.03.failed"), why: "Lỗi của máy chủ" })).waitFor();
  const makingAll = (page) => page.getByRole("button", { name: t("term.make_all") }).click();
  const { unit, authority, person, arrangement, bloc, agreement, commitment, type: kind, decision, award, recipients, user } = ids;
  const at = `/khoi/${encodeURIComponent(bloc.code)}`, year = `${at}/nam/2026`, paper = `${year}/giao-uoc?tab=`, members = `${year}/thanh-vien?tab=`, won = `${year}/khen-thuong?tab=`;
  const forms = (path, row) => [[`${path}&mo=moi`], [`${path}&mo=moi`, press("ui.save")], [`${path}&mo=${row}`], [path, removing]];
  const book = (at, id) => [[at], [`${at}/moi`], [`${at}/moi`, press("ui.save")], [`${at}/${id}`], [`${at}/${id}?sua=1`], [`${at}?q=khongcogi`]];
  return [
    [`${year}/tong-quan`], [`${year}/tong-quan`, press("chart.as_table")], [`${at}/nam/2025/tong-quan`], [`${at}/nam/1999/tong-quan`],
    [`${paper}noi-dung`], [`${paper}noi-dung&sua=1`], [`${paper}chu-ky`], [`${paper}chu-ky`, press("signature.choose_waiting"), (page) => page.locator("form.card button.primary").click()], [`${paper}chu-ky&ky=${ids.signature.id}`],
    [`${paper}hoi-nghi`], [`${paper}phu-luc`], [`${paper}tep`], [`${paper}tep`, press("ui.do_add_file")], [`${paper}toan-van`], [`${paper}so-sanh`], [`${at}/nam/2023/giao-uoc?tab=so-sanh`], [`${paper}lich-su`], [paper, press("agreement.to_cancelled")], [paper, (page) => page.locator("details.more summary").click()],
    [`${paper}noi-dung&them=mot`], [`${paper}noi-dung&them=mot`, press("ui.save")], [`${paper}noi-dung&them=dan`, press("paste.preview")], [`${paper}noi-dung&them=dan`, type("paste.area", "I. Việc\n- Làm ngay"), press("paste.preview")], [`${paper}noi-dung&them=dan`, type("paste.area", "BẢN GIAO ƯỚC\nCăn cứ Luật\n1. Làm ngay\nNơi nhận:"), press("paste.preview")], [`${paper}noi-dung`, removing],
    [`${at}/nam/2025/giao-uoc`], [`${at}/nam/2025/giao-uoc?tao=1`], [`${at}/nam/2025/giao-uoc?tao=1`, press("ui.save")],
    ...forms(`${at}/nam/2023/giao-uoc?tab=phu-luc`, ids.annex.id).map(([path, ...acts]) => [path.replace("&mo=", "&phu-luc="), ...acts]), [`${at}/nam/2023/giao-uoc?tab=phu-luc&ban_ky=${ids.annex.id}`],
    [`/noi-dung/${commitment.id}`], [`/noi-dung/${commitment.id}?sua=1`], [`/noi-dung/${commitment.id}?rieng=1`], [`/noi-dung/${ids.promise.id}`], [`/don-vi/${ids.other.id}`],
    [`${members}thanh-vien`], ...forms(`${members}thanh-vien`, ids.member.id), [`${members}thanh-vien&dan=moi`], [`${members}thanh-vien&dan=moi`, press("term.preview")], [`${members}thanh-vien&dan=moi`, type("term.paste_label", "Sở Rừng\nKhông có"), press("term.preview")], [`${members}thanh-vien&dan=moi`, type("term.paste_label", "Sở Rừng\nSở Rừng\nKhông có"), press("term.preview"), makingAll], [`${at}/nam/2025/thanh-vien?dan=2026`], [`${at}/nam/2025/thanh-vien`],
    [`${members}truong-khoi`], ...forms(`${members}truong-khoi`, ids.leader.id), [`${members}truong-khoi&nguoi_cua=${ids.leader.id}`], [`${members}truong-khoi&nguoi_cua=${ids.leader.id}&nguoi=1`],
    [`${members}thong-tin`], [`${members}thong-tin&sua=1`], [`${members}thong-tin&buoc=in_force`], [`${members}thong-tin&buoc=planning`, press("term.step_back", { to: t("enum.term_status.00.planning") })],
    [`${members}thoi-han`], ...forms(`${members}thoi-han`, ids.deadline.id), [`${members}hoi-nghi`], ...forms(`${members}hoi-nghi`, ids.event.id), [`${members}hoi-nghi&nguoi_cua=${ids.event.id}`], [`${members}hoi-nghi&nguoi_cua=${ids.event.id}&nguoi=1`],
    [won], [`${won}thong-ke`], [`${won}thong-ke`, press("chart.as_table")], [`${won}chua-neu-ten`], [`${won}quyet-dinh`], [`${won}ghi-nhan`], [`${won}ghi-nhan`, press("award.do_record")], [`${won}ghi-nhan`, type("award.names", "Sở Rừng\nKhông có"), press("paste.preview")], [`${at}/nam/2024/khen-thuong`],
    [`/khen-thuong/${award.id}`], [`/khen-thuong/${award.id}`, removing], [`/khen-thuong/${award.id}?sua=1`], [`/khen-thuong/${award.id}?ten=1`], [`/khen-thuong/${award.id}?gan=${recipients[0].id}`], ...recipients.map((r) => [`/khen-thuong/${award.id}?nguoi=${r.id}`]),
    ...["overview", "units", "leadership", "events", "commitments", "progress", "examples", "ratings", "awards", "earlier", "unit_awards", "tally", "sources"].map((table) => [`/bao-cao/tong-ket/${ids.term.id}?tab=so-lieu&bang=${table}`]), [`${year}/bao-cao`], ["/bao-cao/khong-co/1"],
    [`${year}/bao-cao`, (page) => page.locator("input[value=docx]").uncheck(), (page) => page.locator("input[value=pdf]").uncheck(), press("report.make_package")],
    ["/tro-giup", packages, (page) => turn(page, `${year}/bao-cao`), seen],
    ...[`tong-ket/${ids.term.id}`, `so-ket/${ids.term.id}`, `giao-uoc/${agreement.id}`, `dang-ky/${ids.registration.id}`, `danh-sach/${decision.id}`, `ho-so/${unit.id}`, `thong-ke/${bloc.id}`, `bang-diem/${ids.scoreTable.id}`, `kiem-phieu/${ids.vote.id}`, `xep-hang/${ids.ranking.id}`, `binh-xet/${ids.ranking.id}`].flatMap((r) => [[`/bao-cao/${r}`], [`/bao-cao/${r}?tab=loi-van`], [`/bao-cao/${r}?tab=tao`]]),
    [`/bao-cao/tong-ket/${ids.term.id}?the-thuc=enterprise&tieng=en&moi-don-vi=1`], [`/bao-cao/thong-ke/${bloc.id}?tu-nam=2020&den-nam=2026`], [`/bao-cao/tong-ket/${ids.term.id}?tab=loi-van`, (page) => page.getByLabel(t("report.way_own"), { exact: true }).first().check(), (page) => page.locator("fieldset.section textarea").first().fill(" "), press("ui.save")],
    [`/bao-cao/tong-ket/${ids.term.id}?tab=loi-van&lan=1`], [`/bao-cao/tong-ket/${ids.term.id}?tab=loi-van&tu=1`], [`/bao-cao/tong-ket/${ids.term.id}?tab=tao`, (page) => page.locator("input[value=docx]").uncheck(), press("report.download")], [`/bao-cao/tong-ket/${ids.term.id}?tab=tao`, press("report.issue")], [`/bao-cao/tong-ket/${ids.term.id}?tab=tao`, press("report.issue"), press("report.do_issue")], [`/bao-cao/tong-ket/${ids.term.id}?tab=tao`, removing],
    ...book("/quyet-dinh", decision.id), [`/quyet-dinh/${decision.id}`, press("decision.put_in_force")], [`/quyet-dinh/${decision.id}?ghi=1`], [`/quyet-dinh/${decision.id}?ghi=1`, press("award.do_record")], ["/danh-muc?q=Z"], ["/danh-muc?moi=1"], ["/danh-muc?moi=1", press("ui.save")], [`/danh-muc/${kind.id}`], [`/danh-muc/${kind.id}?sua=1`],
    ...book("/don-vi", unit.id), [`/don-vi/${unit.id}`, removing], [`/don-vi/${unit.id}`, press("chart.as_table")], [`/don-vi/${unit.id}?tab=khen-thuong`], [`/don-vi/${unit.id}?tab=ten`], [`/don-vi/${unit.id}?tab=ten&phien-ban=moi`, press("ui.save")], [`/don-vi/${unit.id}?tab=ten&phien-ban=${ids.version.id}`],
    [`/don-vi/${unit.id}?tab=sap-nhap`], [`/don-vi/${unit.id}?tab=sap-nhap&viec=to`, press("ui.save")], [`/don-vi/${unit.id}?tab=sap-nhap&viec=${ids.act.id}`], [`/don-vi/${unit.id}?tab=tep`],
    ...book("/ca-nhan", person.id), [`/ca-nhan/${person.id}?chuc-vu=moi`], [`/ca-nhan/${person.id}?chuc-vu=1`], ...book("/khoi", bloc.id), [`/khoi/${bloc.id}?ten=moi`], [`/khoi/${bloc.id}?ten=1`], [`${at}/nam-moi`, press("term.open")],
    ...book("/co-quan", authority.id), ...book("/to-chuc", arrangement.id), ...book("/phong-trao", ids.movement.id), [`${year}/mo-hinh`], [`${year}/mo-hinh?them=1`, press("ui.save")], ...["", "?sua=1", "?dv=moi", "?dv=2"].map((s) => [`/mo-hinh/${ids.model.id}${s}`]), [`/mo-hinh/${ids.model.id}`, press("model.stop")], [`/mo-hinh/${ids.model.id}`, removing], [`${year}/cham-diem`], [`${year}/cham-diem?tab=bang-diem`], ...["mau", "chep", "moi"].map((s) => [`${year}/cham-diem?tab=bang-diem&them=${s}`]), ...["mau", "chep", "moi"].map((s) => [`${year}/cham-diem?tab=bang-diem&them=${s}`, press("score.make")]),
    ...["", "?sua=1", "?tc=moi", "?tc=2", "?dh=moi", "?dh=1", "?xl=moi", "?xl=1"].map((s) => [`/bang-diem/${ids.scoreTable.id}${s}`]), [`/bang-diem/${ids.scoreTable.id}?tc=moi`, press("ui.save")], [`/bang-diem/${ids.scoreTable.id}`, press("score.apply")], [`/bang-diem/${ids.scoreTable.id}`, removing], [`${year}/xep-loai`], ...["recognised", "proposed", "recognised&tt=moi", "recognised&tt=1"].map((s) => [`${year}/xep-loai?o=${unit.id}.${s}`]), [`${year}/xep-loai?them=1`], [`${year}/xep-loai?them=1`, press("ui.save")], [`${year}/xep-loai?r=${ids.counted.id}`], [`${year}/xep-loai?o=${unit.id}.recognised`, removing], ...book("/quy-tac-xep-loai", ids.rule.id), [`${year}/dang-ky`], ...["", "?sua=chung", "?sua=chi-tieu", "?sua=danh-hieu"].map((s) => [`/dang-ky/${ids.registration.id}${s}`]), [`/dang-ky/${ids.registration.id}?sua=chi-tieu`, press("registration.add_commitments")], [`/noi-dung/${ids.commitment.id}?phong-trao=moi`], [`/noi-dung/${ids.commitment.id}?phong-trao=moi`, press("movement.add_answered")],
    ...["", "?tab=bo-phieu", "?tab=bo-phieu&them=phieu", "?tab=qua-cac-nam", "?tab=cac-ban"].map((s) => [`${year}/xep-hang${s}`]), [`${year}/xep-hang?tab=bo-phieu&them=phieu`, press("vote.make")], [`${at}/nam/2025/xep-hang`], ...["tinh", "ghi"].map((s) => [`${at}/nam/2025/xep-hang?them=${s}`]),
    ...["", "?sua=1", "?kiem=1", "?ud=moi", "?ud=2"].map((s) => [`/bo-phieu/${ids.vote.id}${s}`]), [`/bo-phieu/${ids.vote.id}`, press("vote.open")], [`/bo-phieu/${ids.vote.id}`, removing],
    ...["", "?sua=1", "?dv=moi", "?dv=2"].map((s) => [`/xep-hang/${ids.ranking.id}${s}`]), [`/xep-hang/${ids.ranking.id}`, press("ranking.conclude")], [`/xep-hang/${ids.ranking.id}`, press("ranking.conclude"), (page) => page.locator("dialog[open] form button").first().click()], [`/xep-hang/${ids.ranking.id}`, removing],
    ["/tim?q=alert"], ["/tim?q=alert&loai=unit"], ["/tim?q=a"], ["/tim?q=alert&nam=abc"], ["/tim?q=khongcogihet"], ["/tim"],
    [`/nhat-ky`], ["/nhat-ky?loai=award_type", anAct], ["/nhat-ky?tu=sai"], ["/nhat-ky", press("check.run"), (page) => page.locator("main .note.good h3").waitFor()], ["/nhat-ky", tampered, press("check.run"), (page) => page.locator("main .note.error h3").waitFor()], ...["unit", "award", "agreement", "signature", "event", "leadership", "token", "calendar_feed", "model", "score_table", "vote", "voter", "ranking", "rating", "rating_rule", "user", "attachment", "succession"].map((e) => [`/nhat-ky?loai=${e}`, anAct]),
    ["/quan-tri/nguoi-dung"], ["/quan-tri/nguoi-dung/moi", (page) => page.locator("main form button.primary").click()], [`/quan-tri/nguoi-dung/${user.id}`], [`/quan-tri/nguoi-dung/${user.id}?sua=1`], [`/quan-tri/nguoi-dung/${user.id}`, press("admin.give")], ...["bloc", "authority", "all"].map((s) => [`/quan-tri/nguoi-dung/${user.id}?pham-vi=${s}`]), ...["reset", "end_sessions", "disable"].map((act) => [`/quan-tri/nguoi-dung/${user.id}`, press(`admin.${act}`)]),
    [`/quan-tri/nguoi-dung/${user.id}`, press("admin.reset"), (page) => page.locator("dialog[open] form button").first().click()], [`/quan-tri/nguoi-dung/${user.id}`, (page) => page.locator("main table button.danger").first().click()],
    ["/lich"], [`/lich?khoi=${bloc.id}`], ["/lich", press("calendar.make")], ["/lich", (page) => page.locator("main button.danger").first().click()], ["/lich", (page) => page.locator("main details summary").click()], ["/lich?khoi=khong-co"],
    ["/tai-khoan"], ["/tai-khoan", press("account.make")], ["/tai-khoan", press("account.everywhere")], ["/tai-khoan", (page) => page.locator("main table button.danger").first().click()], ["/tai-khoan", (page) => page.locator("details.account summary").click()],
    ...["don-vi", "giao-uoc", "noi-dung", "khen-thuong", "danh-muc", "quan-tri/nguoi-dung"].map((at) => [`/${at}/00000000-0000-7000-8000-000000000000`]),
  ];
}

/** Asserts that no text became an element or an address, and that each is shown as it is. */
async function literal(page, where) {
  const { odd, texts } = await page.evaluate(() => ({
    odd: [...document.querySelectorAll("img, iframe, body script, b, base, object, [onerror], [onload], [srcdoc], [href^='javascript:' i], svg:not(figure svg)")].map((e) => e.outerHTML.slice(0, 200)),
    texts: [document.title, document.body.textContent, ...[...document.querySelectorAll("input, textarea")].map((e) => e.value), ...[...document.querySelectorAll("[aria-label], [title]")].map((e) => `${e.getAttribute("aria-label")} ${e.title}`)],
  }));
  assert.deepEqual(odd, [], `${where}: made of a text`);
  for (const one of texts) {
    for (const { 0: mark, index } of one.matchAll(/Z[a-z0-9]+n\d+Z/g)) {
      const wanted = text.made.get(mark)?.text;
      if (wanted === undefined) continue; // of another run on the same books
      const there = one.slice(index, index + wanted.length), cut = there.indexOf("…"); // a passage of a text the search found ends so
      assert.equal(cut < 0 ? there : there.slice(0, cut), cut < 0 ? wanted : wanted.slice(0, cut), `${where}: not shown as it is`);
      shown.add(mark);
    }
  }
}

test("every state of every page, of hostile records", { concurrency: languages.length }, async (at) => {
  /** A window for each language, side by side: of the states they take turns. */
  const work = async (lang, nth) => {
    const page = await open(browser, { lang });
    page.setDefaultTimeout(15_000);
    await page.clock.setFixedTime(ids.token.created_at); // the service has a clock of its own, and tokens run out
    await signIn(page, "quantri");
    for (const [i, [path, ...acts]] of states(wordsOf(lang)).entries()) {
      if (i % languages.length !== nth) continue;
      const name = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…") + acts.map((_, n) => ` ${n + 1}`).join("") + ` in ${lang}`;
      await at.test(name, async () => {
        await page.unrouteAll({ behavior: "ignoreErrors" }); // what an earlier state made up
        await turn(page, path);
        for (const act of acts) {
          await act(page);
          await settled(page);
        }
        await literal(page, name);
        await sound(page, name);
        await page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith("draft:")).forEach((k) => localStorage.removeItem(k)));
      });
    }
    await page.context().close();
  };
  await Promise.all(languages.map(work));
});

test("the form of every kind of record notes how its fields are known", async (at) => {
  const { unit, authority, person, arrangement, bloc, term, member, leader, deadline, event, agreement, commitment, signature, annex, version, act, decision, award, recipients } = ids;
  const year = `/khoi/${encodeURIComponent(bloc.code)}/nam/2026`, members = `${year}/thanh-vien?tab=`;
  const page = await open(browser);
  await signIn(page, "quantri");
  for (const [form, record, name = "basis"] of [
    [`/don-vi/${unit.id}?sua=1`, `/units/${unit.id}`], [`/don-vi/${unit.id}?tab=ten&phien-ban=${version.id}`, `/unit-versions/${version.id}`], [`/don-vi/${unit.id}?tab=sap-nhap&viec=${act.id}`, `/successions/${act.id}`],
    [`/co-quan/${authority.id}?sua=1`, `/authorities/${authority.id}`], [`/ca-nhan/${person.id}?sua=1`, `/persons/${person.id}`], [`/to-chuc/${arrangement.id}?sua=1`, `/arrangements/${arrangement.id}`], [`/phong-trao/${ids.movement.id}?sua=1`, `/movements/${ids.movement.id}`], [`/khoi/${bloc.id}?sua=1`, `/blocs/${bloc.id}`],
    [`${members}thong-tin&sua=1`, `/terms/${term.id}`], [`${members}thanh-vien&mo=${member.id}`, `/members/${member.id}`], [`${members}truong-khoi&mo=${leader.id}`, `/leaderships/${leader.id}`],
    [`${members}thoi-han&mo=${deadline.id}`, `/deadlines/${deadline.id}`], [`${members}hoi-nghi&mo=${event.id}`, `/events/${event.id}`],
    [`${year}/giao-uoc?tab=noi-dung&sua=1`, `/agreements/${agreement.id}`, "basis_of_fields"], [`/noi-dung/${commitment.id}?sua=1`, `/commitments/${commitment.id}`], [`${year}/giao-uoc?tab=chu-ky&ky=${signature.id}`, `/signatures/${signature.id}`],
    [`/khoi/${encodeURIComponent(bloc.code)}/nam/2023/giao-uoc?tab=phu-luc&phu-luc=${annex.id}`, `/annexes/${annex.id}`],
    [`/quyet-dinh/${decision.id}?sua=1`, `/decisions/${decision.id}`], [`/khen-thuong/${award.id}?sua=1`, `/awards/${award.id}`], [`/khen-thuong/${award.id}?nguoi=${recipients[0].id}`, `/recipients/${recipients[0].id}`],
  ]) {
    await at.test(record.split("/")[1], async () => {
      await turn(page, form);
      await page.locator("details.basis summary").click();
      await page.locator("details.basis select").first().selectOption("inferred");
      const saved = page.waitForResponse((r) => r.request().method() === "PATCH");
      await page.locator("form:has(details.basis) button.primary").click();
      assert.equal((await saved).status(), 200);
      assert.deepEqual(Object.values((await api.get(record))[name]), ["inferred"]);
      await settled(page);
      quiet(page, form);
    });
  }
  await page.context().close();
});

test("no field was left out", () => {
  const of = (marks) => new Set(marks.map((m) => text.made.get(m).field));
  const seen = of([...shown]);
  const missing = [...of([...text.made.keys()])].filter((field) => !seen.has(field) && !unshown.test(field));
  assert.deepEqual(missing, []);
});

test("what would turn a text around is refused", async () => {
  for (const sign of ["\u202E", "\u2066", "\u200F", "\u0007"]) await assert.rejects(api.post("/units", { name: `Sở${sign}Rừng` }), /422.*forbidden_character/);
});

test("the palette, the session that ended and the other's version", async () => {
  const t = wordsOf("vi");
  const page = await open(browser);
  await page.clock.install();
  await signIn(page, "quantri");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("alert");
  await page.getByRole("dialog").getByRole("option").locator("mark").first().waitFor();
  await literal(page, "the palette");
  await sound(page, "the palette");
  await page.keyboard.press("Escape");

  await visit(page, `/don-vi/${ids.unit.id}?sua=1`);
  await api.patch(`/units/${ids.unit.id}`, { remark: text("unit.remark", 5000) });
  await page.getByLabel(t("ui.remark")).fill("của tôi");
  await page.keyboard.press("Control+s");
  await page.getByText(t("ui.conflict")).waitFor();
  await literal(page, "both versions");
  await sound(page, "both versions");

  await page.context().clearCookies();
  await page.clock.fastForward("01:00:00"); // the token has run out
  await page.getByRole("button", { name: t("ui.keep_mine") }).click();
  await page.getByRole("heading", { name: t("login.expired") }).waitFor();
  await sound(page, "the session that ended");
  await page.context().close();
});

test("the reference for people", async () => {
  const page = await open(browser);
  await page.goto(`${base}/docs`);
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
