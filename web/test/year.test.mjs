// A year of ten units on the dashboard, as three roles work it: from the bloc and its
// list of members through the signing to the mid-year review.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { client, launch, open, quiet, settled, signIn, visit, wordsOf } from "./browser.mjs";

const t = wordsOf("vi"), tag = String(Date.now());
const rest = ["Ban Dân vận", "Ban Nội chính", "Ban Tuyên giáo", "Báo", "Đảng ủy Khối", "Trường Chính trị", "Ủy ban Kiểm tra", "Văn phòng"].map((name) => `${name} ${tag}`);

let browser, api, leader, clerk, organizer, bloc, term;
before(async () => {
  browser = await launch();
  api = await client("quantri");
  const grants = async (user) => (await api.get(`/grants?user_id=${(await api.first(`/users?username=${user}`)).id}`)).data;
  const unitOf = async (user) => api.get(`/units/${(await grants(user)).find((g) => g.scope === "unit").scope_id}`);
  [leader, clerk] = [await unitOf("truongkhoi"), await unitOf("vanthu")];
  organizer = await api.get(`/authorities/${(await grants("hoidong")).find((g) => g.scope === "authority").scope_id}`);
});
after(() => browser.close());

const as = async (user, path, act) => {
  const page = await open(browser);
  await signIn(page, user);
  await visit(page, path);
  await act(page);
  quiet(page, user);
  await page.context().close();
};
const button = (page, name) => page.getByRole("button", { name, exact: true });
const link = (page, name) => page.getByRole("link", { name, exact: true });
const sure = async (page, name) => {
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await settled(page);
};
const at = (part) => `/khoi/${bloc.id}/nam/2026/${part}`;
const names = () => [leader.name, clerk.name, ...rest];

test("the council founds a bloc, opens its year and enters ten members, who leads and what is due", () => as("hoidong", "/khoi/moi", async (page) => {
  await page.locator("[name=name]").fill(`Khối mười đơn vị ${tag}`);
  await page.locator("[name=kind]").selectOption("bloc");
  await page.locator("[name=organizer_id]").fill(organizer.name);
  await page.getByText(t("ui.linked"), { exact: true }).waitFor();
  await button(page, t("ui.save")).click();
  await page.waitForURL((u) => /^\/khoi\/[0-9a-f-]{36}/.test(u.pathname));
  bloc = await api.first(`/blocs?q=${tag}`);
  await visit(page, `/khoi/${bloc.id}/nam-moi`);
  await page.locator("[name=period]").fill("2026");
  await page.locator("[name=status]").selectOption("planning");
  await button(page, t("term.open")).click();
  await page.waitForURL("**/nam/2026/thanh-vien");

  await visit(page, at("thanh-vien?dan=moi"));
  await page.getByLabel(t("term.paste_label")).fill(names().join("\n"));
  await button(page, t("term.preview")).click();
  await page.getByRole("heading", { name: t("term.preview_title", { n: 10 }) }).waitFor();
  await page.getByRole("button", { name: t("term.make_all") }).click();
  const box = page.getByRole("dialog");
  for (const near of await box.getByRole("checkbox").all()) await near.check(); // names like those of other blocs are their own units
  await box.getByRole("button", { name: t("term.make_all_do"), exact: true }).click();
  await page.getByText(t("term.made_all", { n: 8 })).waitFor();
  await button(page, t("term.paste_add", { n: 10 })).click();
  await page.getByRole("row", { name: rest.at(-1) }).waitFor();
  term = await api.first(`/terms?bloc_id=${bloc.id}`);

  await visit(page, at("thanh-vien?tab=truong-khoi"));
  await link(page, t("term.add_leader")).first().click();
  await page.locator("[name=role]").selectOption("leader");
  await page.locator("[name=unit_id]").fill(leader.name);
  await page.getByText(t("ui.linked"), { exact: true }).waitFor();
  await button(page, t("ui.save")).click();
  await page.getByRole("row", { name: leader.name }).waitFor();
  for (const [kind, day] of [["signing", "28/02/2026"], ["mid_year", "10/07/2026"]]) {
    await visit(page, at("thanh-vien?tab=thoi-han"));
    await link(page, t("term.add_deadline")).first().click();
    await page.locator("[name=kind]").selectOption(kind);
    await page.locator("[name=due_on]").fill(day);
    await button(page, t("ui.save")).click();
    await page.getByRole("row", { name: day }).waitFor();
  }
  assert.deepEqual((await api.get(`/terms/${term.id}/members`)).data.map((m) => m.unit.name), names());
}));

test("the leader's clerk writes the agreement, and notes ten signatures of the conference at once", () => as("truongkhoi", at("giao-uoc"), async (page) => {
  await link(page, t("agreement.make")).click();
  await page.getByLabel(t("agreement.name")).fill("Giao ước của mười đơn vị");
  await page.getByLabel(t("agreement.basis")).selectOption("original");
  await button(page, t("ui.save")).click();
  await link(page, t("commitment.paste")).click();
  await page.getByLabel(t("paste.area")).fill("- Giúp hộ nghèo\n- Giải quyết hồ sơ đúng hạn\n- Học tập và làm theo Bác");
  await button(page, t("paste.preview")).click();
  await button(page, t("paste.enter", { n: 3 })).click();
  await link(page, "Học tập và làm theo Bác").waitFor();
  for (const to of ["consulting", "signing"]) {
    await button(page, t(`agreement.to_${to}`)).click();
    await sure(page, t(`agreement.to_${to}`));
  }
  await visit(page, at("thanh-vien?tab=hoi-nghi"));
  await link(page, t("term.add_event")).first().click();
  await page.locator("main form [name=purpose]").selectOption("signing");
  await page.locator("main form [name=title]").fill("Hội nghị ký kết");
  await page.locator("main form [name=held_on]").fill("26/02/2026");
  await button(page, t("ui.save")).click();
  await page.getByRole("row", { name: "Hội nghị ký kết" }).waitFor();

  await visit(page, at("giao-uoc?tab=chu-ky"));
  await page.locator("input[name=signed_on]").fill("26/02/2026");
  await button(page, t("signature.choose_waiting")).click();
  await button(page, t("signature.note_signed", { n: 10 })).click();
  await sure(page, t("signature.sign"));
  await page.getByText(t("signature.board", { signed: "10", of: "10", missing: "00" })).waitFor();
  await visit(page, at("giao-uoc"));
  await button(page, t("agreement.to_in_force")).click();
  await sure(page, t("agreement.to_in_force"));
  for (const to of ["signing", "in_force"]) {
    await visit(page, at("thanh-vien?tab=thong-tin"));
    const step = t("term.step", { to: t(`enum.term_status.${{ signing: "01", in_force: "02" }[to]}.${to}`) });
    await link(page, step).click();
    await button(page, step).click();
    await page.locator("main td").filter({ hasText: t(`enum.term_status.${{ signing: "01", in_force: "02" }[to]}.${to}`) }).first().waitFor();
  }
  const o = await api.get(`/terms/${term.id}/overview`);
  assert.deepEqual([o.status, o.agreement.status, o.agreement.signatures.signed, o.not_signed.length], ["in_force", "in_force", 10, 0]);
}));

test("a unit's clerk registers, and the leader accepts; nine have not sent", async () => {
  await as("vanthu", at("dang-ky"), async (page) => {
    await button(page, t("registration.begin_of", { unit: clerk.name })).click();
    await button(page, t("registration.edit_commitments")).click();
    await page.getByLabel(t("paste.cell", { field: t("registration.text"), n: 1 }), { exact: true }).fill("Giúp năm hộ");
    await button(page, t("ui.save")).click();
    await page.getByText("Giúp năm hộ").waitFor();
    await button(page, t("registration.submit")).click();
    await sure(page, t("registration.submit"));
  });
  await as("truongkhoi", at("dang-ky"), async (page) => {
    await link(page, t("registration.see_of", { unit: clerk.name })).click();
    await button(page, t("registration.accept")).click();
    await sure(page, t("registration.accept"));
    await visit(page, at("dang-ky"));
    await page.getByRole("button", { name: t("registration.copy_reminder", { n: "09" }) }).waitFor();
  });
  assert.deepEqual((({ accepted, not_begun }) => [accepted, not_begun])((await api.get(`/terms/${term.id}/registration-board`)).counts), [1, 9]);
});

test("the clerk reports, the leader pastes a row of ten units, holds the review and closes the half", async () => {
  const cell = (page, row, unit) => page.getByRole("grid").locator("tbody tr").nth(row).getByRole("gridcell", { name: new RegExp(`^${unit.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")},`) });
  await as("vanthu", at("tien-do?ky=2026-H1"), async (page) => {
    await cell(page, 1, clerk.name).click();
    await page.keyboard.type("97,5 %");
    await page.keyboard.press("Enter");
    await cell(page, 1, clerk.name).getByText("97,5 %").waitFor();
  });
  const typed = Array.from({ length: 10 }, (_, i) => String(5 + i));
  await as("truongkhoi", at("tien-do?ky=2026-H1"), async (page) => {
    await cell(page, 0, leader.name).click();
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, typed.join("\t"));
    await cell(page, 0, rest.at(-1)).getByText("14", { exact: true }).waitFor();
    // With a figure of the first quarter the report of a cell shows its course.
    const kept = (await api.get(`/commitments?term_id=${term.id}&sort=order`)).data[1];
    await (await client("truongkhoi")).post("/progress-entries", { term_id: term.id, commitment_id: kept.id, unit_id: clerk.id, period: "2026-Q1", planned: { value: 90 }, actual: { value: 92.5 } });
    await visit(page, at(`tien-do?ky=2026-H1&o=${kept.id}.${clerk.id}`));
    const course = page.locator("figure", { hasText: t("progress.course", { about: `2. ${kept.text}` }) }).locator("svg");
    for (const text of ["92,5", "97,5", t("progress.quarter", { n: "I" }), t("progress.planned_line")]) await course.getByText(text, { exact: true }).first().waitFor();
    await visit(page, at("thanh-vien?tab=hoi-nghi"));
    await link(page, t("term.add_event")).first().click();
    await page.locator("main form [name=purpose]").selectOption("mid_year");
    await page.locator("main form [name=title]").fill("Hội nghị sơ kết");
    await button(page, t("ui.save")).click();
    await page.getByRole("row", { name: "Hội nghị sơ kết" }).waitFor();
    await visit(page, at("tien-do?ky=2026-H1"));
    await button(page, t("progress.close")).click();
    await page.getByLabel(t("progress.closed_on")).fill("01/03/2026"); // the service may live on another day than the browser
    await button(page.getByRole("form", { name: t("progress.close") }), t("progress.close")).click();
    await button(page, t("progress.reopen")).waitFor();
    await link(page, t("progress.review")).click();
    await page.locator("main .sheet").getByText("Hội nghị sơ kết", { exact: false }).first().waitFor();
    assert.equal(await page.locator(".watermark").count(), 0);
  });
  await as("nguoixem", at("tong-quan"), async (page) => {
    const counter = (name) => page.locator(".counter", { has: page.getByRole("heading", { name, exact: true }) });
    const board = await api.get(`/terms/${term.id}/progress-board`), two = (n) => String(n).padStart(2, "0"); // of the period that is worked at today
    const silent = board.units.filter((_, i) => board.rows.every((r) => r.cells[i].standing.status === "not_reported")).length;
    await counter(t("progress.silent")).getByText(`${two(silent)}/10`, { exact: true }).waitFor();
    await counter(t("progress.on_course")).getByText(`${two(board.counts.on_track + board.counts.done + board.counts.exceeded)}/30`, { exact: true }).waitFor();
    await link(page, t("progress.see_silent")).click();
    await page.waitForURL("**/tien-do?tab=tre");
  });
  const { data } = await api.get(`/terms/${term.id}/reports/mid-year?format=json`);
  assert.deepEqual(data.progress.reports.map((e) => [e.unit.name, e.actual.value]), [...names().map((name, i) => [name, 5 + i]), [clerk.name, 97.5]]);
  assert.equal(data.progress.counts.not_reported, 19);
  assert.deepEqual(data.progress.units.map((u) => u.unit.name), names());
});
