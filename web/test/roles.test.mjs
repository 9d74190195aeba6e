// What each kind of user comes for, from the first click to the last, in both
// languages: what was done is read from the API afterwards.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { base, client, languages, launch, open, password, quiet, settled, signIn, visit, wordsOf } from "./browser.mjs";

let browser, api;
before(async () => {
  browser = await launch();
  api = await client("quantri");
});
after(() => browser.close());

const due = "31/01/2026", dueISO = "2026-01-31"; // long past

/** A bloc with a year that nobody has worked on, and the units of those who will. */
async function newYear(name) {
  const grants = async (user) => (await api.get(`/grants?user_id=${(await api.first(`/users?username=${user}`)).id}`)).data;
  const unitOf = async (user) => api.get(`/units/${(await grants(user)).find((g) => g.scope === "unit").scope_id}`);
  const council = (await grants("hoidong")).find((g) => g.scope === "authority");
  const bloc = await api.post("/blocs", { name, kind: "bloc", organizer_id: council.scope_id });
  const term = await api.post("/terms", { bloc_id: bloc.id, period: "2026", status: "signing" });
  const [leader, clerks, third] = [await unitOf("truongkhoi"), await unitOf("vanthu"), await api.post("/units", { name: `Trường Chính trị – ${name}` })];
  for (const unit of [leader, clerks, third]) await api.post(`/terms/${term.id}/members`, { unit_id: unit.id });
  await api.post(`/terms/${term.id}/leadership`, { role: "leader", unit_id: leader.id });
  return { bloc, term, leader, clerks, third, at: `/khoi/${bloc.id}/nam/2026` };
}

for (const lang of languages) {
  const t = wordsOf(lang);
  const n = (x) => (lang === "vi" ? `0${x}` : String(x)); // as Vietnamese documents write counts below ten

  /** Does something as a user at an address. */
  const as = async (user, path, act) => {
    const page = await open(browser, { lang });
    await signIn(page, user);
    await visit(page, path);
    await act(page);
    quiet(page, user);
    await page.context().close();
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const link = (page, name) => page.getByRole("link", { name, exact: true });

  describe(`in ${lang}`, () => {
    let year, award;
    before(async () => { year = await newYear(`Khối thử ${lang} ${Date.now()}`); });

    const agreement = () => api.first(`/agreements?term_id=${year.term.id}`);
    const registration = async () => api.get(`/registrations/${(await api.first(`/registrations?term_id=${year.term.id}&unit_id=${year.clerks.id}`)).id}`);
    const awardNow = () => api.get(`/awards/${award}`);

    test("the leader's clerk makes an agreement, pastes commitments from Word and opens it for signing", () => as("truongkhoi", `${year.at}/giao-uoc`, async (page) => {
      await link(page, t("agreement.make")).click();
      await button(page, t("ui.save")).click();
      await page.getByRole("heading", { name: t("ui.there_is_a_problem") }).waitFor();
      await page.getByLabel(t("agreement.name")).fill("Giao ước thi đua thử");
      await page.getByLabel(t("agreement.basis")).selectOption("original");
      await page.keyboard.press("Control+s");
      await link(page, t("commitment.paste")).click();
      await page.getByLabel(t("paste.area")).fill("I. Tham mưu\n- Tổ chức thành công đại hội;\n- Duy trì sinh hoạt chính trị dưới cờ\nII. Xây dựng Đảng\n+ Học tập và làm theo Bác");
      await button(page, t("paste.preview")).click();
      await page.getByLabel(t("paste.cell", { field: t("commitment.due_on"), n: 1 })).fill(due);
      await button(page, t("paste.enter", { n: 3 })).click();
      await link(page, "Học tập và làm theo Bác").waitFor();
      assert.equal((await agreement()).status, "draft");
      for (const to of ["consulting", "signing"]) {
        await button(page, t(`agreement.to_${to}`)).click();
        await page.getByRole("dialog").getByRole("button", { name: t(`agreement.to_${to}`), exact: true }).click();
        await page.getByRole("dialog").waitFor({ state: "hidden" });
        await settled(page);
      }
      const made = await agreement();
      assert.deepEqual([made.title, made.basis, made.status, made.commitment_count], ["Giao ước thi đua thử", "original", "signing", 3]);
      const commitments = (await api.get(`/commitments?agreement_id=${made.id}`)).data;
      assert.deepEqual(commitments.map((c) => [c.theme, c.due_on]), [["Tham mưu", dueISO], ["Tham mưu", null], ["Xây dựng Đảng", null]]);
    }));

    test("a unit's clerk signs, once it was asked whether the text is final", () => as("vanthu", `${year.at}/giao-uoc?tab=chu-ky`, async (page) => {
      // The service under test may live on an earlier day than this browser.
      await page.locator("input[name=signed_on]").fill("01/03/2026");
      await button(page, t("signature.signed_of", { name: year.clerks.name })).click();
      assert.equal((await agreement()).frozen_at, null, "the text was fixed before it was asked");
      await page.getByRole("dialog").getByRole("button", { name: t("signature.sign"), exact: true }).click();
      await page.getByRole("row", { name: year.clerks.name }).locator(".chip", { hasText: t("enum.signature_status.01.signed") }).waitFor();
      const now = await agreement();
      assert.ok(now.frozen_at && now.content_hash, "the text is not fixed");
      const signed = (await api.get(`/agreements/${now.id}/signatures?status=signed`)).data;
      assert.deepEqual(signed.map((s) => s.unit.id), [year.clerks.id]);
    }));

    test("a unit's clerk begins its registration from the board, fills it in and submits it", () => as("vanthu", `${year.at}/dang-ky`, async (page) => {
      assert.equal(await button(page, t("registration.begin_of", { unit: year.third.name })).count(), 0, "a clerk is offered another unit's registration");
      await button(page, t("registration.begin_of", { unit: year.clerks.name })).click();
      await button(page, t("registration.edit_commitments")).click();
      const cell = (field, n) => page.getByLabel(t("paste.cell", { field: t(`registration.${field}`), n }), { exact: true });
      await cell("text", 1).fill("Giải quyết hồ sơ đúng hạn");
      await cell("target", 1).fill("chín mươi");
      await button(page, t("registration.add_commitments")).click();
      await cell("text", 2).fill("Không có đơn thư vượt cấp");
      await button(page, t("ui.save")).click();
      await page.getByText(t("registration.unreadable", { what: t("registration.target") })).waitFor();
      await cell("target", 1).fill(lang === "vi" ? "98,5" : "98.5");
      await cell("measure", 1).selectOption("percent");
      await cell("due_on", 1).fill("31/12/2026");
      await button(page, t("ui.save")).click();
      await button(page, t("registration.edit_titles")).click();
      await cell("subject", 1).selectOption("individual");
      await cell("award_type", 1).fill("Danh hiệu của khối");
      await cell("count", 1).fill("3");
      await button(page, t("ui.save")).click();
      await page.getByText("Danh hiệu của khối").waitFor();
      await button(page, t("registration.submit")).click();
      await page.getByRole("dialog").getByRole("button", { name: t("registration.submit"), exact: true }).click();
      await button(page, t("registration.withdraw")).waitFor();
      const sent = await registration();
      assert.deepEqual([sent.status, sent.unit.id, sent.submission_count], ["submitted", year.clerks.id, 1]);
      assert.deepEqual(sent.commitments.map((c) => [c.text, c.target, c.measure, c.due_on]), [["Giải quyết hồ sơ đúng hạn", 98.5, "percent", "2026-12-31"], ["Không có đơn thư vượt cấp", null, null, null]]);
      assert.deepEqual(sent.titles.map((x) => [x.subject, x.award_type.as_written, x.count]), [["individual", "Danh hiệu của khối", 3]]);
      assert.equal(await button(page, t("registration.edit_titles")).count(), 0, "what was sent is offered to be edited");
    }));

    test("the leader returns it with two fields open", () => as("truongkhoi", `${year.at}/dang-ky`, async (page) => {
      await link(page, t("registration.see_of", { unit: year.clerks.name })).click();
      await button(page, t("registration.return")).click();
      const box = (name) => page.getByRole("checkbox", { name, exact: true });
      await page.getByRole("button", { name: t("registration.do_return", { n: 0 }) }).click();
      await page.getByText(t("registration.need_reason")).waitFor();
      await page.getByLabel(t("ui.reason")).fill("Chỉ tiêu thấp, thiếu ngày");
      await box(t("registration.registered_on")).check();
      const line = page.locator("details", { hasText: t("registration.line_commitments", { n: 1 }) });
      await line.locator("summary").click();
      await line.getByRole("checkbox", { name: t("registration.target"), exact: true }).check();
      await line.getByRole("textbox").fill("Ít nhất 99");
      await page.getByRole("button", { name: t("registration.do_return", { n: 2 }) }).click();
      await page.getByText(t("registration.why_returned")).waitFor();
      const r = await registration();
      assert.deepEqual([r.status, r.reopened.map((f) => [f.list, f.id, f.member, f.remark])], ["returned", [[null, null, "registered_on", null], ["commitments", r.commitments[0].id, "target", "Ít nhất 99"]]]);
    }));

    test("the clerk finds exactly these two open, mends them and sends it again", () => as("vanthu", `${year.at}/dang-ky`, async (page) => {
      await link(page, t("registration.see_of", { unit: year.clerks.name })).click();
      await page.getByText("Ít nhất 99").waitFor();
      assert.equal(await button(page, t("registration.edit_titles")).count(), 0, "titles are open");
      await button(page, t("registration.edit_commitments")).click();
      const form = page.getByRole("form", { name: t("registration.edit_commitments") });
      await form.waitFor();
      const open = await form.locator("input:enabled, textarea:enabled, select:enabled").evaluateAll((all) => all.map((e) => e.getAttribute("aria-label")));
      assert.deepEqual(open, [t("paste.cell", { field: t("registration.target"), n: 1 })]);
      assert.equal(await button(page, t("registration.add_commitments")).count(), 0, "rows can be added");
      await form.getByLabel(open[0], { exact: true }).fill("99");
      await button(page, t("ui.save")).click();
      await form.waitFor({ state: "hidden" });
      await button(page, t("ui.edit")).first().click();
      const about = page.locator("main form.form");
      assert.equal(await about.locator("input, textarea, select").count(), 1, "more than the date is open");
      await about.getByLabel(t("registration.registered_on")).fill("20/02/2026");
      await button(page, t("ui.save")).click();
      await about.waitFor({ state: "hidden" });
      await button(page, t("registration.submit")).click();
      await page.getByRole("dialog").getByRole("button", { name: t("registration.submit"), exact: true }).click();
      await button(page, t("registration.withdraw")).waitFor();
      const r = await registration();
      assert.deepEqual([r.status, r.registered_on, r.commitments[0].target], ["submitted", "2026-02-20", 99]);
    }));

    test("the leader sees what changed and accepts it; the board says who has not sent", () => as("truongkhoi", `${year.at}/dang-ky`, async (page) => {
      await link(page, t("registration.see_of", { unit: year.clerks.name })).click();
      const changes = page.locator("section.card", { has: page.getByRole("heading", { name: t("registration.changes"), exact: true }) });
      await changes.getByText(t("registration.changed"), { exact: false }).first().waitFor();
      assert.equal(await changes.locator("tbody tr").count(), 2);
      await button(page, t("registration.accept")).click();
      await page.getByRole("dialog").getByRole("button", { name: t("registration.accept"), exact: true }).click();
      await page.locator(".chip", { hasText: t("enum.registration_status.03.accepted") }).first().waitFor();
      assert.equal((await registration()).status, "accepted");
      await visit(page, `${year.at}/dang-ky`);
      await page.getByRole("row", { name: year.third.name }).locator(".chip", { hasText: t("enum.registration_state.00.not_begun") }).waitFor();
      await page.getByRole("button", { name: t("registration.copy_reminder", { n: n(2) }) }).waitFor();
    }));

    test("a viewer asks who has not signed and what is late", () => as("nguoixem", `${year.at}/tong-quan`, async (page) => {
      const { not_signed, commitments } = await api.get(`/terms/${year.term.id}/overview`);
      assert.deepEqual(not_signed.map((n) => n.unit.id).sort(), [year.leader.id, year.third.id].sort());
      assert.equal(commitments.past_due, 1);
      const tasks = page.locator("section.card", { has: page.getByRole("heading", { name: t("overview.tasks") }) });
      await tasks.getByText(t("overview.not_signed", { n: n(2) })).waitFor();
      assert.deepEqual((await tasks.locator("li a").allTextContents()).sort(), [year.leader.name, year.third.name].sort());
      await tasks.getByRole("link", { name: t("overview.past_due", { n: n(1) }) }).click();
      await link(page, "Tổ chức thành công đại hội").waitFor();
      assert.equal(await page.locator("main tbody tr").count(), 1, "more than what is late is listed");
      for (const write of ["ui.edit", "commitment.add", "agreement.to_in_force"]) assert.equal(await page.locator("main").getByText(t(write), { exact: true }).count(), 0, `a viewer is offered to ${write}`);
    }));

    test("the leader's clerk enters a movement, and notes which signed commitment answers it", () => as("truongkhoi", "/phong-trao", async (page) => {
      const name = `Dân vận khéo ${lang} ${Date.now()}`;
      const signed = (await api.get(`/commitments?agreement_id=${(await agreement()).id}`)).data[2];
      await link(page, t("book.add", { what: t("movement.one") })).first().click();
      await page.getByLabel(t("movement.name")).fill(name);
      await page.getByLabel(t("movement.launched_by")).fill("Tỉnh ủy");
      await page.getByLabel(t("movement.form")).selectOption("thematic");
      await page.getByLabel(t("movement.launched_on")).fill("2021");
      await page.getByLabel(t("movement.concludes_on")).fill("2020");
      await button(page, t("ui.save")).click();
      await page.getByRole("heading", { name: t("ui.there_is_a_problem") }).waitFor();
      await page.getByLabel(t("movement.concludes_on")).fill("12/2025");
      await button(page, t("ui.save")).click();
      await page.getByText(t("movement.no_answers")).waitFor();
      const made = await api.first(`/movements?q=${encodeURIComponent(name)}`);
      assert.deepEqual([made.launched_by.as_written, made.form, made.scope, made.launched_on, made.concludes_on], ["Tỉnh ủy", "thematic", null, "2021", "2025-12"]);

      await visit(page, `/noi-dung/${signed.id}`);
      await link(page, t("movement.add_answered")).click();
      await page.getByLabel(t("movement.name")).fill(name);
      await page.getByText(t("ui.linked"), { exact: true }).waitFor();
      await button(page, t("movement.add_answered")).click();
      await link(page, name).click();
      await link(page, signed.text).waitFor();
      assert.equal((await api.first(`/movement-commitments?movement_id=${made.id}`)).commitment_id, signed.id);

      await link(page, signed.text).click();
      await page.getByRole("button", { name: t("ui.delete_of", { name: t("movement.note_of", { name }) }) }).click();
      await page.getByRole("dialog").getByRole("button", { name: t("ui.delete"), exact: true }).click();
      await page.getByText(t("movement.none_answered")).waitFor();
      assert.equal((await api.get(`/movement-commitments?movement_id=${made.id}`)).data.length, 0);
    }));

    test("the unit's clerk fills cells by keyboard, and is asked what an unclear number means", () => as("vanthu", `${year.at}/tien-do?ky=2026-H1`, async (page) => {
      const column = year.clerks.name, cells = page.getByRole("grid").locator("tbody tr");
      const mine = (row) => cells.nth(row).getByRole("gridcell", { name: new RegExp(`^${column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")},`) });
      await mine(0).click();
      await page.keyboard.type("1.000");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: t("enum.number_format.00.vi"), exact: true }).click();
      await mine(0).getByText("1.000", { exact: true }).waitFor();
      await page.route("**/progress-entries/cells", (r) => r.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "unavailable", title: "503", status: 503 }) }), { times: 1 });
      await mine(2).click();
      await page.keyboard.type("7,5");
      await page.keyboard.press("Enter");
      await button(page, t("ui.retry")).click(); // nothing typed is lost
      await mine(2).getByText("7,5", { exact: true }).waitFor();
      assert.match(page.watched.complaints.splice(0).join(), /503[^,]*$/, "the browser tells of the one answer that failed");
      const written = await api.first(`/progress-entries?term_id=${year.term.id}&unit_id=${year.clerks.id}&commitment_id=${(await api.get(`/commitments?agreement_id=${(await agreement()).id}`)).data[0].id}`);
      assert.deepEqual([written.actual.value, written.actual.as_written, written.period.label], [1000, "1.000", "2026-H1"]);
      const other = cells.nth(0).getByRole("gridcell", { name: new RegExp(`^${t("progress.whole")},`) });
      assert.equal(await other.getAttribute("aria-readonly"), "true");
    }));

    test("the leader's clerk pastes a range, fills down, takes back, judges and closes the period", () => as("truongkhoi", `${year.at}/tien-do?ky=2026-H1`, async (page) => {
      const rows = page.getByRole("grid").locator("tbody tr"), all = () => api.get(`/progress-entries?term_id=${year.term.id}&period=2026-H1&limit=200`).then((a) => a.data);
      const at = (row, column) => rows.nth(row).locator("td[data-at]").nth(column);
      await at(1, 0).click();
      await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, "12,5\t30\n45\t60");
      await at(2, 1).getByText("60", { exact: true }).waitFor();
      assert.equal((await all()).filter((e) => e.actual).length, 5, "four were pasted, over one of the clerk's two");
      await at(1, 0).click();
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Control+d");
      await at(2, 0).getByText("12,5", { exact: true }).waitFor();
      await page.keyboard.press("Control+z");
      await at(2, 0).getByText("45", { exact: true }).waitFor();

      await at(1, 0).click();
      await link(page, t("progress.open")).click();
      const panel = page.getByRole("region", { name: t("progress.report") });
      await panel.getByRole("combobox", { name: t("progress.verdict") }).selectOption("confirmed");
      await button(panel, t("progress.judge")).click();
      await panel.getByText(t("enum.progress_verdict.00.confirmed")).first().waitFor();
      await button(page, t("progress.close")).click();
      await page.getByLabel(t("progress.closed_on")).fill("01/03/2026"); // the service may live on another day than the browser
      await button(page.getByRole("form", { name: t("progress.close") }), t("progress.close")).click();
      await page.getByRole("button", { name: t("progress.reopen"), exact: true }).waitFor();
      assert.equal(await at(1, 0).getAttribute("aria-readonly"), "true");
      assert.deepEqual([(await all()).filter((e) => e.verdict?.verdict === "confirmed").length, (await api.first(`/period-closings?term_id=${year.term.id}`)).status], [1, "closed"]);
    }));

    test("the leader follows an indicator of the whole bloc, the clerk one of its unit", async () => {
      const q3 = `${year.at}/tien-do?ky=2026-Q3&tab=chi-so`, all = () => api.get(`/progress-entries?term_id=${year.term.id}&period=2026-Q3&limit=200`).then((a) => a.data);
      const add = async (page, typed) => {
        await link(page, t("progress.add_indicator")).click();
        for (const [name, value] of Object.entries(typed)) await page.locator(`main form [name=${name}]`).fill(value);
        await button(page, t("ui.save")).click();
      };
      await as("truongkhoi", q3, async (page) => {
        await add(page, { indicator: "Thu ngân sách", planned: "223,5 ngàn tỷ", actual: "hơn 251,2 ngàn tỷ", share: "112,4 %", change: "-3,5 %" });
        const panel = page.getByRole("region", { name: t("progress.report") });
        await panel.locator("[name=results]").fill("Cao nhất năm năm");
        await button(panel, t("ui.save")).click();
        await settled(page); // what is judged is what was saved
        await panel.getByRole("combobox", { name: t("progress.verdict") }).selectOption("confirmed");
        await button(panel, t("progress.judge")).click();
        await panel.getByText(t("enum.progress_verdict.00.confirmed")).first().waitFor();
        assert.equal(await panel.getByRole("button", { name: t("ui.delete"), exact: true }).count(), 0, "what was judged is offered to be removed");
      });
      const [made] = await all();
      assert.deepEqual([made.indicator, made.scope, made.planned.value, made.actual.qualifier, made.share.value, made.change.value, made.results, made.verdict.verdict], ["Thu ngân sách", "bloc", 223.5, "over", 112.4, -3.5, "Cao nhất năm năm", "confirmed"]);
      await as("vanthu", q3, async (page) => {
        await link(page, "Thu ngân sách").click();
        assert.equal(await page.locator("main .opened form").count(), 0, "a clerk is offered to write for the bloc");
        await link(page, t("progress.add_indicator")).click();
        await page.locator("main form [name=unit_id]").selectOption(year.clerks.id);
        await page.locator("main form [name=indicator]").fill("Tỷ lệ hộ nghèo");
        await page.locator("main form [name=actual]").fill("1.000");
        await button(page, t("ui.save")).click();
        await page.locator("main form .mistake").first().waitFor(); // a thousand or one?
        await page.locator("main form [name=actual]").fill("1,25 %");
        await button(page, t("ui.save")).click();
        const panel = page.getByRole("region", { name: t("progress.report") });
        await panel.getByRole("heading", { name: `${year.clerks.name} – Tỷ lệ hộ nghèo` }).waitFor();
        assert.equal((await all()).find((e) => e.indicator === "Tỷ lệ hộ nghèo").unit.id, year.clerks.id);
        await button(panel, t("ui.delete")).click();
        await page.getByRole("dialog").getByRole("button", { name: t("ui.delete"), exact: true }).click();
        await panel.waitFor({ state: "detached" });
      });
      assert.deepEqual((await all()).map((e) => e.indicator), ["Thu ngân sách"]);
    });

    test("the mid-year report of the closed half is read from the sheet and saved", () => as("nguoixem", `${year.at}/tien-do?ky=2026-H1`, async (page) => {
      await link(page, t("progress.review")).click();
      const paper = page.locator("main .sheet").first();
      await paper.getByText({ vi: "Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026", en: "Mid-year review of emulation and commendation for the first half of 2026" }[lang], { exact: true }).waitFor();
      const whole = await page.locator("main .sheet").allInnerTexts().then((all) => all.join("\n"));
      assert.ok(whole.includes(year.clerks.name) && whole.includes(lang === "vi" ? "12,5" : "12.5"), whole);
      assert.equal(await page.locator(".watermark").count(), 0, "a closed half is a draft");
      const { data } = await api.get(`/terms/${year.term.id}/reports/mid-year?format=json`);
      assert.deepEqual([data.progress.period.label, data.progress.closing.period, data.progress.reports.length], ["2026-H1", "2026-H1", 5]);
    }));

    test("a clerk sees what is due, copies a reminder, subscribes to the calendar and revokes it", () => as("vanthu", "/lich", async (page) => {
      const title = `Báo cáo thử ${lang} ${Date.now()}`;
      await api.post(`/terms/${year.term.id}/deadlines`, { kind: "other", title, due_on: "2099-03-31" });
      await visit(page, `/lich?khoi=${year.bloc.id}`);
      const line = page.locator("main tbody tr", { hasText: title });
      await line.getByText(`${year.bloc.name}, 2026`).waitFor();
      await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
      await line.getByRole("button", { name: t("calendar.copy_reminder_of", { what: title, bloc: year.bloc.name }) }).click();
      await line.getByText(t("access.copied")).waitFor();
      const said = await page.evaluate(() => window.copied);
      for (const part of [title, year.bloc.name, "2026", "31/03/2099"]) assert.ok(said.includes(part), `${part} is not in: ${said}`);
      await line.getByRole("link").click();
      await page.getByRole("heading", { level: 1, name: year.bloc.name }).waitFor();
      assert.match(page.url(), /tab=thoi-han/);

      await visit(page, "/lich");
      const name = `Lịch thử ${lang} ${Date.now()}`;
      await button(page, t("calendar.make")).click();
      await page.getByRole("heading", { name: t("ui.there_is_a_problem") }).waitFor();
      await page.getByLabel(t("calendar.feed_name")).fill(name);
      await page.locator("main form").getByLabel(t("ui.bloc")).selectOption(year.bloc.id);
      await button(page, t("calendar.make")).click();
      const address = await page.getByLabel(t("calendar.made", { name })).locator("visible=true").last().inputValue();
      assert.match(address, /\/calendar\/[\w-]{43}\.ics$/);
      const feed = await fetch(address);
      const body = (await feed.text()).replaceAll("\r\n ", "");
      assert.equal(feed.headers.get("content-type"), "text/calendar; charset=utf-8");
      assert.ok(body.includes(title) && body.startsWith("BEGIN:VCALENDAR\r\n"), body);
      await page.reload();
      await page.getByRole("cell", { name, exact: true }).waitFor();
      assert.ok(!(await page.content()).includes(address.slice(-47)), "the address is shown again");
      await page.getByRole("button", { name: t("access.revoke_of", { name }) }).click();
      await page.getByRole("dialog").getByRole("button", { name: t("access.revoke"), exact: true }).click();
      await page.getByRole("cell", { name, exact: true }).waitFor({ state: "detached" });
      assert.equal((await fetch(address)).status, 404);
    }));

    test("the leader's clerk follows a model from the proposal to its trial", () => as("truongkhoi", `${year.at}/mo-hinh`, async (page) => {
      const name = `Mô hình thử ${lang}`;
      await link(page, t("model.add")).first().click();
      await page.getByLabel(t("model.title")).fill(name);
      await button(page, t("ui.save")).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await button(page, t("model.to_pilot")).click();
      await page.getByRole("dialog").getByText(t("model.no_pilots")).waitFor(); // it asks for a reason
      await page.getByRole("dialog").getByRole("button", { name: t("ui.cancel"), exact: true }).click();
      await link(page, t("model.add_unit")).click();
      await page.locator("main form [name=part]").selectOption("pilot");
      await page.locator("main form [name=unit_id]").fill(year.clerks.name);
      await page.getByText(t("ui.linked"), { exact: true }).waitFor();
      await button(page, t("ui.save")).click();
      await page.getByRole("cell", { name: year.clerks.name, exact: true }).waitFor();
      await button(page, t("model.to_pilot")).click();
      await page.getByRole("dialog").getByRole("button", { name: t("model.to_pilot"), exact: true }).click();
      await page.locator(".chip", { hasText: t("enum.model_status.01.piloting") }).first().waitFor();
      const made = await api.first(`/models?term_id=${year.term.id}`);
      assert.deepEqual([made.title, made.status, made.units.map((u) => [u.part, u.unit.id])], [name, "piloting", [["pilot", year.clerks.id]]]);
    }));

    test("the leader's clerk makes a score table, the clerk scores its unit, the leader reviews it to the end", async () => {
      const dialog = (page) => page.getByRole("dialog"), table = () => api.first(`/score-tables?term_id=${year.term.id}`), sheet = async () => api.get(`/score-sheets/${(await api.first(`/score-sheets?term_id=${year.term.id}`)).id}`);
      const sure = async (page, name, reason) => { await button(page, name).click(); if (reason) await dialog(page).getByRole("textbox").fill(reason); await button(dialog(page), name).click(); await dialog(page).waitFor({ state: "hidden" }); };
      const cellOf = (page, i) => page.getByRole("grid").getByRole("row", { name: new RegExp(year.clerks.name) }).locator("td[data-at]").nth(i);
      const typeIn = async (page, i, text) => { await cellOf(page, i).click(); await page.keyboard.type(text); await page.keyboard.press("Enter"); };
      await as("truongkhoi", `${year.at}/cham-diem`, async (page) => {
        await page.getByText(t("score.not_applied", { year: "2026" })).waitFor();
        await link(page, t("score.new_table")).click();
        await page.locator("main form [name=title]").fill("Bảng điểm thử");
        await page.locator("main form [name=scale]").fill("100");
        await button(page, t("score.make")).click();
        const add = async (typed) => {
          await link(page, t("score.add_criterion")).click();
          for (const [name, value] of Object.entries(typed)) {
            const field = page.locator(`main form [name=${name}]`);
            await ((await field.evaluate((e) => e.tagName)) === "SELECT" ? field.selectOption(value) : field.fill(value));
          }
          await button(page, t("ui.save")).click();
        };
        await add({ code: "1", text: "Nhiệm vụ chuyên môn", kind: "manual", scored_by: "unit", evidence_required: "false" });
        await page.locator("main form .mistake").first().waitFor(); // the maximum is missing
        await page.locator("main form [name=max]").fill("60");
        await button(page, t("ui.save")).click();
        await page.getByRole("cell", { name: "Nhiệm vụ chuyên môn", exact: true }).waitFor();
        await add({ code: "2", text: "Hồ sơ đúng hạn", kind: "ratio", max: "40", scored_by: "unit", evidence_required: "false" });
        await page.getByRole("cell", { name: "Hồ sơ đúng hạn", exact: true }).waitFor();
        await page.getByRole("button", { name: t("ui.up_of", { name: "2" }), exact: true }).click();
        await page.waitForFunction(() => document.querySelector("main table tbody tr td")?.textContent === "2");
        await page.getByRole("button", { name: t("ui.down_of", { name: "2" }), exact: true }).click();
        await page.waitForFunction(() => document.querySelector("main table tbody tr td")?.textContent === "1");
        await sure(page, t("score.apply"));
        await page.locator(".chip", { hasText: t("enum.score_table_status.01.applied") }).first().waitFor();
        assert.deepEqual([(await table()).status, (await table()).criterion_count], ["applied", 2]);
      });
      await as("vanthu", `${year.at}/cham-diem`, async (page) => {
        await page.getByText(t("score.own_only")).waitFor();
        assert.equal(await page.getByRole("grid").locator("tbody tr").count(), 1, "a clerk sees other units");
        await typeIn(page, 0, "sáu mươi");
        await page.getByRole("alert").getByText("sáu mươi", { exact: false }).waitFor(); // it cannot be read, and is still there
        await button(page, t("ui.cancel")).click();
        await typeIn(page, 0, lang === "vi" ? "55,5" : "55.5");
        await page.getByText(new RegExp(t("sheet.saved", { n: 1, time: "…" }).split("…")[0])).waitFor();
        await typeIn(page, 1, "7/9");
        await page.getByText(lang === "vi" ? "86,61" : "86.61", { exact: true }).waitFor();
        await link(page, year.clerks.name).click();
        await sure(page, t("score.submit"));
        await page.locator(".chip", { hasText: t("enum.score_sheet_status.01.submitted") }).first().waitFor();
      });
      await as("truongkhoi", `${year.at}/cham-diem?buoc=verified`, async (page) => {
        await typeIn(page, 0, "50");
        await page.getByRole("alert").waitFor(); // without a reason nothing is saved
        await button(page, t("ui.cancel")).click();
        await page.getByLabel(t("score.reason_for")).fill("Thiếu một báo cáo");
        await typeIn(page, 0, "50");
        await cellOf(page, 0).getByText("50", { exact: true }).waitFor();
        await page.locator(".chip", { hasText: lang === "vi" ? "55,5" : "55.5" }).waitFor();
        await page.reload();
        await page.locator("main").getByRole("link", { name: year.clerks.name, exact: true }).click();
        await sure(page, t("score.verify_rest"));
        await sure(page, t("score.finish"));
        await page.locator(".chip", { hasText: t("enum.score_sheet_status.05.final") }).first().waitFor();
        const done = await sheet();
        assert.deepEqual([done.totals.self.points, done.totals.verified.points, done.totals.final.points, done.rows[0].verified.reason], [86.61, 81.11, 81.11, "Thiếu một báo cáo"]);
        await visit(page, `${year.at}/cham-diem?tab=chenh-lech`);
        await page.getByRole("cell", { name: lang === "vi" ? "−5,5" : "−5.5", exact: true }).waitFor();
      });
      await as("nguoixem", `${year.at}/cham-diem`, async (page) => {
        await page.getByText(t("score.not_published")).waitFor();
        assert.equal(await page.getByText(year.clerks.name).count(), 0, "who only looks sees scores before they are published");
      });
    });

    test("the leader's clerk holds a vote, ranks the units, concludes and publishes; the viewer sees it then", async () => {
      const dialog = (page) => page.getByRole("dialog"), put = (page, name, text) => page.locator(`main form.form [name="${name}"]`).fill(text);
      const chip = (page, name) => page.locator(".chip", { hasText: t(name) }).first().waitFor();
      const sure = async (page, name, ...typed) => { await button(page, name).click(); for (const text of typed) await dialog(page).getByRole("textbox").first().fill(text); await button(dialog(page), name).click(); await dialog(page).waitFor({ state: "hidden" }); };
      const top = `${year.at}/xep-hang`, title = `Đề nghị tặng cờ ${lang}`;
      await as("nguoixem", top, async (page) => { await page.getByText(t("ranking.not_published", { year: "2026" })).waitFor(); });
      await as("truongkhoi", `${top}?tab=bo-phieu`, async (page) => {
        await link(page, t("vote.add")).click();
        await put(page, "title", title);
        await put(page, "threshold", "90%");
        await page.locator("main form [name=base]").selectOption("eligible");
        await button(page, t("vote.make")).click();
        await link(page, t("vote.add_nominee")).click();
        await put(page, "unit_id", year.clerks.name);
        await button(page, t("ui.save")).click();
        await page.getByRole("cell", { name: year.clerks.name, exact: true }).waitFor();
        await sure(page, t("vote.open"));
        await link(page, t("vote.type_figures")).click();
        for (const [name, n] of Object.entries({ eligible: "13", present: "13", written_opinions: "0", issued: "13", returned: "13", valid: "11", blank: "1", invalid: "0" })) await put(page, name, n);
        await page.getByText(t("vote.live_ballots", { sum: 12, returned: 13 })).waitFor(); // told before it is sent
        await button(page, t("ui.save")).click();
        await page.getByRole("alert").waitFor(); // and refused
        await put(page, "valid", "12");
        await page.getByText(t("vote.needs", { n: 12, of: 13 })).waitFor();
        await put(page, "yes.0", "12");
        await page.getByText(`${year.clerks.name}: ${t("enum.vote_outcome.00.approved")}`).waitFor();
        await button(page, t("ui.save")).click();
        await page.locator("main form.form").waitFor({ state: "detached" });
        await link(page, t("vote.add_voter")).click();
        await page.locator("main form [name=unit_id]").selectOption({ label: year.third.name });
        await page.locator("main form [name=part]").selectOption("recused");
        await button(page, t("vote.add_voter")).click();
        await page.getByRole("alert").first().waitFor(); // why it took no part is asked for
        await put(page, "reason", "Là đơn vị được đề nghị");
        await button(page, t("vote.add_voter")).click();
        await page.getByText("Là đơn vị được đề nghị", { exact: true }).waitFor();
        await sure(page, t("vote.count"));
        await chip(page, "enum.vote_status.02.counted");
        const vote = await api.first(`/votes?term_id=${year.term.id}`), whole = await api.get(`/votes/${vote.id}`);
        assert.deepEqual([whole.title, whole.status, whole.needed, whole.items.map((it) => it.outcome), whole.voters.map((v) => [v.unit.id, v.part])], [title, "counted", 12, ["approved"], [[year.third.id, "recused"]]]);
      });
      await as("truongkhoi", top, async (page) => {
        await link(page, t("ranking.draw_up")).click();
        await button(page, t("ranking.draw_up")).click();
        await page.getByText(t("ranking.to_scores")).waitFor(); // who has no final score yet
        for (const unit of [year.leader, year.third]) {
          await link(page, t("ranking.fact_of", { unit: unit.name })).click();
          await page.locator("main form [name=left_out]").selectOption("true");
          await button(page, t("ui.save")).click();
          await page.getByRole("alert").waitFor(); // a reason is asked for
          await put(page, "note", "Chưa chấm điểm");
          await button(page, t("ui.save")).click();
          await page.locator("main form.form").waitFor({ state: "detached" });
        }
        await button(page, t("ranking.conclude")).click();
        await button(dialog(page), t("ranking.conclude")).click();
        await page.getByText(t("ui.typed_wrong", { word: "2026" })).waitFor(); // the year is to be typed
        await dialog(page).getByRole("textbox").fill("2026");
        await button(dialog(page), t("ranking.conclude")).click();
        await chip(page, "enum.ranking_status.01.concluded");
        await sure(page, t("ranking.publish"));
        await chip(page, "enum.ranking_status.02.published");
      });
      await as("nguoixem", top, async (page) => {
        await page.getByRole("row", { name: new RegExp(`1.*${year.clerks.name}`) }).waitFor();
        await visit(page, `${year.at}/cham-diem`);
        await page.getByText(t("score.ranked")).waitFor();
        await page.locator("main").getByText(year.clerks.name).first().waitFor();
      });
    });

    test("the clerk rates its unit; the leader is told which rule caps the proposal", async () => {
      const norm = `Quy định thử ${lang}`, rule = await api.post("/rating-rules", { kind: "disunity", cap: "completed", norm });
      const cell = (s) => t("rating.cell", { unit: year.clerks.name, standing: t(`enum.rating_standing.${s}`) });
      await as("vanthu", `${year.at}/xep-loai`, async (page) => {
        const give = (s) => link(page, `${t("rating.give")}: ${cell(s)}`);
        assert.equal(await give("01.proposed").count(), 0, "a clerk is offered to propose");
        await give("00.self").click();
        await page.locator("main form [name=level]").selectOption("excellent");
        await button(page, t("ui.save")).click();
        await link(page, t("rating.add_circumstance")).click();
        await page.locator("main form [name=kind]").selectOption("disunity");
        await page.locator("form", { has: page.locator("[name=kind]") }).getByRole("button", { name: t("ui.save"), exact: true }).click();
        await page.locator("main table .chip", { hasText: t("rating.over_cap") }).waitFor();
      });
      await as("truongkhoi", `${year.at}/xep-loai`, async (page) => {
        await link(page, `${t("rating.give")}: ${cell("01.proposed")}`).click();
        await page.locator("main form [name=level]").selectOption("good");
        await button(page, t("ui.save")).click();
        await page.locator(".mistake", { hasText: norm }).first().waitFor();
        await page.locator("main form [name=level]").selectOption("completed");
        await button(page, t("ui.save")).click();
        await link(page, `${cell("01.proposed")}: ${t("enum.rating_level.02.completed")}`).waitFor();
      });
      const board = await api.get(`/terms/${year.term.id}/rating-board`), row = board.units.find((u) => u.unit.id === year.clerks.id);
      assert.deepEqual([row.self.level, row.self.over_cap, row.proposed.level, row.proposed.over_cap, row.cap.because[0].rule_id], ["excellent", true, "completed", false, rule.id]);
      await api.patch(`/rating-rules/${rule.id}`, { valid_to: "2025-12-31" });
    });

    test("the council records an award with some of its names", () => as("hoidong", `${year.at}/khen-thuong`, async (page) => {
      await link(page, t("award.new")).first().click();
      await page.getByLabel(t("award.type")).fill("Bằng khen thử");
      await page.getByLabel(t("award.recipient_kind")).selectOption("collective");
      await page.getByLabel(t("award.count"), { exact: true }).fill("3");
      await page.getByLabel(t("award.names")).fill(`${year.leader.name}\nTrường Đảng tỉnh`);
      await button(page, t("paste.preview")).click();
      await page.getByText(t("award.previewed", { n: n(2), linked: n(1) })).waitFor();
      await button(page, t("award.do_record")).click();
      await page.waitForURL("**/khen-thuong/*-*");
      award = new URL(page.url()).pathname.split("/").at(-1);
      await settled(page);
      const made = await awardNow();
      assert.deepEqual([made.bloc.id, made.type.as_written, made.count, made.named, made.unnamed, made.period.label], [year.bloc.id, "Bằng khen thử", 3, 2, 1, "2026"]);
      assert.deepEqual(made.recipients.map((r) => [r.unit.id, r.unit.as_written]), [[year.leader.id, null], [null, "Trường Đảng tỉnh"]]);
    }));

    test("the council names who was unnamed, and says whom the words of a source mean", () => as("hoidong", `${year.at}/khen-thuong?tab=chua-neu-ten`, async (page) => {
      await link(page, t("award.add_names_of", { name: "Bằng khen thử" })).click();
      await page.getByLabel(t("award.names")).fill(year.clerks.name);
      await button(page, t("paste.preview")).click();
      await page.getByText(t("award.previewed", { n: n(1), linked: n(1) })).waitFor();
      await button(page, t("award.save_names")).click();
      await page.getByRole("row", { name: year.clerks.name }).waitFor();
      await settled(page);
      const named = await awardNow();
      assert.deepEqual([named.count, named.named, named.unnamed], [3, 3, 0]);

      await visit(page, `${year.at}/khen-thuong?tab=chua-neu-ten`); // still there: words only
      await link(page, t("award.link_names_of", { name: "Bằng khen thử" })).click();
      await link(page, t("award.link_of", { name: "Trường Đảng tỉnh" })).click();
      await page.getByLabel(t("award.who_is", { name: "Trường Đảng tỉnh" })).fill(year.third.name);
      await button(page, t("award.link_to", { name: year.third.name })).click();
      await page.getByRole("row", { name: year.third.name }).locator(".chip", { hasText: t("award.linked") }).waitFor();
      const now = await awardNow();
      assert.deepEqual(now.recipients.map((r) => r.unit.id), [year.leader.id, year.third.id, year.clerks.id]);
      assert.equal(now.recipients[1].unit.as_written, "Trường Đảng tỉnh", "the words of the source are gone");
      await visit(page, `${year.at}/khen-thuong?tab=chua-neu-ten`);
      await page.getByText(t("award.all_named", { year: "2026" })).waitFor();
    }));

    test("the annual report is saved as a workbook and as data", () => as("nguoixem", `${year.at}/bao-cao`, async (page) => {
      const name = `${year.bloc.name}, 2026`;
      assert.equal(await link(page, t("report.do_with", { act: t("report.tab_texts"), name })).count(), 0, "who only reads is offered to write");
      await link(page, t("report.do_with", { act: t("report.tab_produce"), name })).click();
      await page.getByLabel(t("report.docx")).uncheck();
      await button(page, t("report.download")).click();
      await page.getByText(t("report.choose_format")).waitFor();
      await page.getByLabel(t("report.xlsx")).check();
      await page.getByLabel(t("report.json")).check();
      const files = [];
      page.on("download", (d) => files.push(d));
      await button(page, t("report.download")).click();
      await page.getByRole("status").filter({ hasText: /\d\d:\d\d/ }).waitFor();
      assert.equal(files.length, 2);
      const [book, whole] = await Promise.all(files.map(async (d) => ({ name: d.suggestedFilename(), bytes: await readFile(await d.path()) })));
      assert.ok(/\.xlsx$/.test(book.name) && book.bytes.subarray(0, 2).toString() === "PK" && book.bytes.length > 5000, `${book.name}: ${book.bytes.length} bytes`);
      const { data } = JSON.parse(whole.bytes);
      assert.deepEqual(data.units.map((u) => u.unit.id), [year.leader.id, year.clerks.id, year.third.id]);
      assert.equal(data.awards.length, 1);
      assert.equal(data.commitments.length, 3);
      assert.equal(await button(page, t("report.issue")).count(), 0, "who only reads is offered to issue");
    }));

    test("the handbook of the year is made in the background and saved", () => as("nguoixem", `${year.at}/bao-cao`, async (page) => {
      await page.getByLabel(t("report.pdf")).uncheck();
      await button(page, t("report.make_package")).click();
      await page.locator("td .chip.good").filter({ hasText: t("enum.report_job_state.02.done") }).waitFor();
      await page.locator("p[aria-live]").filter({ hasText: t("enum.report_job_state.02.done") }).waitFor({ state: "attached" }); // who does not see it hears it
      const job = await (await client("nguoixem")).first(`/report-jobs?term_id=${year.term.id}`);
      assert.deepEqual([job.kind, job.subject_id, job.formats, job.language], ["handbook", year.term.id, ["docx"], lang]);
      const saved = page.waitForEvent("download");
      await page.locator("td").getByRole("button").first().click();
      const file = await saved, bytes = await readFile(await file.path());
      assert.equal(file.suggestedFilename(), job.file.name);
      assert.ok(bytes.length === job.file.size && bytes.subarray(0, 2).toString() === "PK", `${bytes.length} bytes`);
    }));

    test("award statistics are made in the background as they were chosen", () => as("nguoixem", `/bao-cao/thong-ke/${year.bloc.id}?tab=tao&tu-nam=2024&den-nam=2026&tieng=en`, async (page) => {
      await page.getByLabel(t("report.docx")).uncheck();
      await page.getByLabel(t("report.csv")).check();
      await button(page, t("report.in_background")).click();
      await page.locator("td .chip.good").filter({ hasText: t("enum.report_job_state.02.done") }).waitFor();
      const job = await (await client("nguoixem")).first(`/report-jobs?kind=award_statistics&subject_id=${year.bloc.id}`);
      assert.deepEqual([job.state, job.formats, job.language], ["done", ["csv"], "en"]);
    }));

    test("the leader's clerk words the report while another does, issues it, and anybody verifies its code", () => as("truongkhoi", `/bao-cao/tong-ket/${year.term.id}?tab=loi-van`, async (page) => {
      const path = `/report-wordings?kind=annual&subject_id=${year.term.id}`;
      const strengths = page.locator("fieldset.section").filter({ hasText: lang === "vi" ? "Ưu điểm" : "Strengths" });
      await page.getByLabel(t("report.head.number"), { exact: true }).fill("05");
      await page.getByLabel(t("report.head.day")).fill("26/02");
      await strengths.getByLabel(t("report.way_own")).check();
      await page.keyboard.press("Control+s");
      await page.getByRole("heading", { name: t("ui.there_is_a_problem") }).waitFor(); // neither a day nor a text
      await page.getByLabel(t("report.head.day")).fill("26/02/2026");
      await strengths.locator("textarea").fill("Phong trào chuyển biến rõ.\n- Có điển hình mới.");
      await api.post("/report-wordings", { kind: "annual", subject_id: year.term.id, replaces: null, number: "99" });
      await page.keyboard.press("Control+s");
      await page.getByRole("heading", { name: t("ui.conflict") }).waitFor();
      await page.getByRole("cell", { name: "99", exact: true }).waitFor();
      await button(page, t("ui.keep_mine")).click();
      await page.getByText(t("report.words_saved", { n: 2, time: "" }).split(lang === "vi" ? ", lúc" : ", at")[0]).waitFor();
      const [last, first] = (await api.get(path)).data;
      assert.deepEqual([first.number, last.number, last.day, last.revision], ["99", "05", "2026-02-26", 2]);
      assert.deepEqual(last.sections, [{ section: "strengths", text: "Phong trào chuyển biến rõ.\n- Có điển hình mới.", omitted: false }]);
      await link(page, t("report.look_at", { n: 1 })).click();
      await page.getByRole("heading", { name: t("report.look_at", { n: 1 }) }).waitFor();
      await link(page, t("report.see")).click();
      await page.locator(".sheet").getByText("Có điển hình mới.").waitFor();
      await link(page, t("report.tab_produce")).click();
      await button(page, t("report.issue")).click();
      await button(page, t("report.do_issue")).click();
      const title = page.locator(".note.good h3");
      await title.waitFor();
      await settled(page);
      const issued = await api.first(`/issued-reports?kind=annual&subject_id=${year.term.id}`);
      assert.equal(await title.textContent(), t("report.issued_as", { code: issued.code }));
      const waiting = page.waitForEvent("download");
      await button(page, t("report.download_of", { format: t("report.pdf"), code: issued.code })).first().click();
      assert.match((await waiting).suggestedFilename(), /\.pdf$/);
      const verify = async () => (await fetch(`${base}/verify/${issued.code}`, { headers: { Accept: "application/json" } })).json();
      assert.deepEqual([(await verify()).intact, (await verify()).status], [true, "issued"]);
      await button(page, t("report.withdraw_of", { code: issued.code })).click();
      const box = page.getByRole("dialog", { name: t("report.withdraw_of", { code: issued.code }) });
      await box.getByLabel(t("ui.reason")).fill("Phát hành nhầm");
      await box.getByRole("button", { name: t("report.withdraw"), exact: true }).click();
      await page.getByRole("row").filter({ hasText: issued.code }).getByText(t("enum.issued_report_status.01.withdrawn")).waitFor();
      for (let left = 50; left > 0 && (await verify()).status !== "withdrawn"; left--) await page.waitForTimeout(100);
      assert.equal((await verify()).status, "withdrawn");
    }));

    test("the change log shows what was before and after", async () => {
      await api.patch(`/awards/${award}`, { citation: "trước" });
      await api.patch(`/awards/${award}`, { citation: "sau" });
      const [event] = (await api.get(`/audit-events?entity_id=${award}&sort=-at&limit=1`)).data;
      assert.deepEqual(event.changes.filter((c) => c.field === "citation").map((c) => [c.from, c.to]), [["trước", "sau"]]);
      await as("quantri", `/nhat-ky?ban-ghi=${award}`, async (page) => {
        await page.getByRole("link", { name: t("changes.open") }).first().click();
        await page.waitForURL("**/nhat-ky/*");
        await settled(page);
        const table = page.getByRole("region", { name: t("changes.before_after") });
        const row = table.getByRole("row", { name: t("changes.field.citation") });
        assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(1), ["trước", "sau"]);
        for (const title of ["changes.before", "changes.after"]) await table.getByRole("columnheader", { name: t(title), exact: true }).waitFor();
      });
    });

    test("the next year goes on from this one: the council opens it, who leads drafts its agreement and sees what changed", async () => {
      let next;
      await as("hoidong", `/khoi/${year.bloc.id}/nam-moi`, async (page) => {
        await button(page, t("term.do_carry_on")).click();
        await page.waitForURL("**/nam/2027/thanh-vien");
        await settled(page);
        next = await api.first(`/terms?bloc_id=${year.bloc.id}&period=2027`);
        assert.deepEqual([next.status, next.member_count], ["planning", 3]);
      });
      await api.post(`/terms/${next.id}/leadership`, { role: "leader", unit_id: year.leader.id });
      await as("truongkhoi", `/khoi/${year.bloc.id}/nam/2027/giao-uoc`, async (page) => {
        const [was] = (await api.get(`/commitments?term_id=${year.term.id}&sort=order`)).data;
        await (await client("truongkhoi")).post("/progress-entries", { term_id: year.term.id, commitment_id: was.id, unit_id: year.leader.id, period: "2026", completed_on: "2026-01-30" });
        await button(page, t("agreement.carry_on", { period: "2026" })).click();
        await page.getByRole("link", { name: t("compare.tab") }).click();
        await settled(page);
        const [first] = (await api.get(`/commitments?term_id=${next.id}&sort=order`)).data;
        await api.patch(`/commitments/${first.id}`, { text: "Đã viết lại" });
        await page.reload();
        await settled(page);
        const row = page.getByRole("row").filter({ hasText: "Đã viết lại" });
        await row.getByText(t("compare.changed")).waitFor();
        await row.getByText(first.text).waitFor();
        await page.getByRole("columnheader", { name: t("compare.result", { period: "2026" }) }).waitFor();
        await row.getByText(t("compare.units_kept", { kept: n(1), told: n(1), all: n(3) })).waitFor();
        assert.equal(await page.getByRole("row").filter({ hasText: t("compare.same") }).count(), (await api.get(`/commitments?term_id=${next.id}`)).data.length - 1);
      });
    });

    test("a session that ends loses nothing that was typed", () => as("quantri", "/don-vi/moi", async (page) => {
      await page.getByRole("textbox", { name: t("unit.name"), exact: true }).fill("Đơn vị đang gõ dở");
      await page.waitForTimeout(1200); // a draft is kept after a second
      await page.context().clearCookies();
      await page.reload();
      await page.getByLabel(t("login.username")).fill("quantri");
      await page.getByLabel(t("login.password"), { exact: true }).fill(password);
      await page.keyboard.press("Enter");
      await settled(page);
      assert.equal(await page.getByRole("textbox", { name: t("unit.name"), exact: true }).inputValue(), "Đơn vị đang gõ dở");
    }));

    test("of two who change one record, the second sees both versions", () => as("quantri", `/don-vi/${year.third.id}?sua=1`, async (page) => {
      await api.patch(`/units/${year.third.id}`, { remark: "của người kia" });
      await page.getByLabel(t("ui.remark")).fill("của tôi");
      await page.keyboard.press("Control+s");
      await page.getByRole("cell", { name: "của người kia" }).waitFor();
      await button(page, t("ui.keep_mine")).click();
      await page.locator("dd", { hasText: "của tôi" }).waitFor();
      assert.equal((await api.get(`/units/${year.third.id}`)).remark, "của tôi");
    }));
  });
}
