// What each kind of user comes for, from the first click to the last, in both
// languages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { client, launch, open, quiet, settled, signIn, sound, visit } from "./browser.mjs";

let browser, api, year;
before(async () => {
  browser = await launch();
  api = await client("quantri");
  year = await newYear();
});
after(() => browser.close());

/** A year of the fictional bloc that nobody has worked on: its page and its ids. */
async function newYear() {
  const blocs = (await api.get("/blocs?limit=200")).data;
  const users = (await api.get("/users?username=vanthu")).data;
  const grant = (await api.get(`/grants?user_id=${users[0].id}`)).data[0];
  const seat = (await api.get(`/members?unit_id=${grant.scope_id}&limit=1`)).data[0];
  const bloc = blocs.find((b) => b.id === seat.bloc_id);
  const old = (await api.get(`/terms?bloc_id=${bloc.id}&sort=-period&limit=1`)).data[0];
  const label = String(Number(old.period.label.slice(0, 4)) + 20 + Math.floor(Math.random() * 60));
  const term = await api.post("/terms", { bloc_id: bloc.id, period: label, status: "signing" });
  const leads = (await api.get(`/terms/${old.id}/leadership`)).data;
  for (const l of leads) if (l.unit?.id) await api.post(`/terms/${term.id}/leadership`, { role: l.role, unit_id: l.unit.id });
  const members = (await api.get(`/terms/${old.id}/members?limit=200`)).data;
  for (const m of members) await api.post(`/terms/${term.id}/members`, { unit_id: m.unit.id });
  return { bloc, term, label, unit: grant.scope_id, name: seat.unit.name, at: `/khoi/${bloc.id}/nam/${label}` };
}

test("the leader's clerk makes an agreement, pastes commitments from Word and opens it for signing", async () => {
  const page = await open(browser);
  await signIn(page, "truongkhoi");
  await visit(page, `${year.at}/giao-uoc`);
  await page.getByRole("link", { name: "Tạo giao ước" }).click();
  await page.getByRole("button", { name: "Lưu" }).click();
  await page.getByRole("heading", { name: "Có lỗi cần sửa" }).waitFor();
  await sound(page, "an agreement with mistakes");
  await page.getByLabel("Tên giao ước").fill("Giao ước thi đua thử");
  await page.getByLabel("Cơ sở văn bản").selectOption({ index: 1 });
  await page.keyboard.press("Control+s");
  await page.getByRole("link", { name: "Dán từ Word" }).click();
  await page.getByLabel("Dán nội dung vào đây").fill("I. Tham mưu\n- Tổ chức thành công đại hội;\n- Duy trì sinh hoạt chính trị dưới cờ\nII. Xây dựng Đảng\n+ Học tập và làm theo Bác");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await page.getByRole("button", { name: "Thêm vào giao ước (3)" }).waitFor();
  await sound(page, "the preview of what was pasted");
  await page.getByRole("button", { name: /^Thêm vào giao ước/ }).click();
  await page.getByRole("link", { name: "Học tập và làm theo Bác" }).waitFor();
  const agreement = (await api.get(`/agreements?term_id=${year.term.id}`)).data[0];
  assert.equal(agreement.commitment_count, 3);
  const themes = (await api.get(`/commitments?agreement_id=${agreement.id}`)).data.map((c) => c.theme);
  assert.deepEqual(themes, ["Tham mưu", "Tham mưu", "Xây dựng Đảng"]);
  quiet(page, "the leader's clerk");
  await page.context().close();
});

test("a unit's clerk signs, once it was asked whether the text is final", async () => {
  const agreement = (await api.get(`/agreements?term_id=${year.term.id}`)).data[0];
  for (const to of ["consulting", "signing"]) await api.step(`/agreements/${agreement.id}`, to);
  const page = await open(browser);
  await signIn(page, "vanthu");
  await visit(page, `${year.at}/giao-uoc?tab=chu-ky`);
  await sound(page, "the signing board");
  await page.getByRole("button", { name: `Ghi nhận đã ký: ${year.name}` }).click();
  await sound(page, "the question before the first signature");
  await page.getByRole("dialog").getByRole("button", { name: "Ghi nhận đã ký" }).click();
  await page.getByRole("row", { name: new RegExp(year.name) }).locator(".chip", { hasText: "Đã ký" }).waitFor();
  const signed = (await api.get(`/agreements/${agreement.id}/signatures?status=signed`)).data;
  assert.deepEqual(signed.map((x) => x.unit.id), [year.unit]);
  quiet(page, "the clerk");
  await page.context().close();
});

test("an award is recorded, and its unnamed recipients are named", async () => {
  const page = await open(browser);
  await signIn(page, "hoidong");
  await visit(page, `${year.at}/khen-thuong`);
  await page.getByRole("link", { name: "Ghi nhận khen thưởng" }).or(page.getByRole("button", { name: "Ghi nhận khen thưởng" })).first().click();
  await settled(page);
  await sound(page, "the form of an award");
  const award = await api.post("/awards", { bloc_id: year.bloc.id, type_as_written: "bằng khen thử", recipient_kind: "collective", count: 2, period: year.label });
  await visit(page, `/khen-thuong/${award.id}`);
  await sound(page, "an award without names");
  await page.context().close();
});

test("the leader asks in English what is late and who has not signed", async () => {
  const page = await open(browser, { lang: "en" });
  await signIn(page, "nguoixem");
  await visit(page, `${year.at}/tong-quan`);
  await page.getByRole("heading", { level: 1, name: new RegExp(year.label) }).waitFor();
  await sound(page, "the overview of a viewer");
  assert.equal(await page.getByRole("link", { name: "Record an award" }).count(), 0, "a viewer is offered to write");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("uy ban");
  await page.getByRole("dialog").getByRole("option").first().waitFor();
  await sound(page, "the palette");
  await page.keyboard.press("Escape");
  await page.context().close();
});

test("the annual report is saved", async () => {
  const page = await open(browser);
  await signIn(page, "hoidong");
  const seed = (await api.get("/blocs?limit=200")).data[0];
  const term = (await api.get(`/terms?bloc_id=${seed.id}&limit=1`)).data[0];
  await visit(page, `/khoi/${encodeURIComponent(seed.code || seed.id)}/nam/${term.period.label}/bao-cao`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: /^(Tải|Tạo|Kết xuất|Lưu)/ }).first().click();
  const file = await waiting;
  const bytes = await readFile(await file.path());
  assert.ok(bytes.length > 1000 && /\.(xlsx|zip|json)$/.test(file.suggestedFilename()), file.suggestedFilename());
  quiet(page, "the report");
  await page.context().close();
});

test("the change log shows what was before and after", async () => {
  const page = await open(browser, { lang: "en" });
  await signIn(page, "quantri");
  await visit(page, "/nhat-ky?loai=unit");
  await page.getByRole("link", { name: /before and after/i }).or(page.getByRole("button", { name: /before and after/i })).first().click();
  await page.getByRole("columnheader", { name: "Before" }).first().waitFor();
  await sound(page, "one act");
  const unit = await api.post("/units", { name: `Đơn vị trong nhật ký ${Date.now()}` });
  const act = await api.first(`/audit-events?entity_id=${unit.id}`);
  await visit(page, "/nhat-ky");
  await page.getByRole("link", { name: `Unit: ${unit.name}` }).waitFor();
  await visit(page, `/nhat-ky/${act.id}`);
  await page.getByRole("heading", { level: 1, name: `Add: ${unit.name}` }).waitFor();
  quiet(page, "one act by its address");
  await page.context().close();
});

test("a session that ends loses nothing, and signing out leaves nothing", async () => {
  const page = await open(browser);
  await signIn(page, "quantri");
  await visit(page, "/don-vi/moi");
  await page.locator("main input").first().fill("Đơn vị đang gõ dở");
  await page.waitForTimeout(1200);
  await page.context().clearCookies();
  await page.reload();
  await page.fill("#username", "quantri");
  await page.fill("#password", process.env.PASSWORD);
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await page.locator("main input").first().inputValue(), "Đơn vị đang gõ dở");
  await page.context().close();
});

test("of two who change one record, the second sees both versions", async () => {
  const unit = await api.post("/units", { name: `Đơn vị hai người sửa ${Date.now()}` });
  const page = await open(browser);
  await signIn(page, "quantri");
  await visit(page, `/don-vi/${unit.id}?sua=1`);
  await api.patch(`/units/${unit.id}`, { remark: "của người kia" });
  await page.getByLabel("Ghi chú").fill("của tôi");
  await page.keyboard.press("Control+s");
  await page.getByRole("cell", { name: "của người kia" }).waitFor();
  await sound(page, "both versions");
  await page.getByRole("button", { name: "Giữ của tôi" }).click();
  await page.getByText("của tôi").first().waitFor();
  await settled(page);
  assert.equal((await api.get(`/units/${unit.id}`)).remark, "của tôi");
  quiet(page, "two versions");
  await page.context().close();
});

test("blocs that bear the same code are told apart, and each is reached", async () => {
  const code = `T${Date.now()}`;
  const former = await api.post("/blocs", { kind: "bloc", code, name: "Khối thử", valid_from: "2015", valid_to: "2019" });
  const page = await open(browser);
  await signIn(page, "quantri");
  await api.post("/terms", { bloc_id: former.id, period: "2019" });
  await visit(page, `/khoi/${former.id}/nam/2019/thanh-vien`);
  await page.waitForURL(`**/khoi/${code}/nam/2019/thanh-vien`);
  const bloc = await api.post("/blocs", { kind: "bloc", code, name: "Khối thử", valid_from: "2024" });
  await api.post("/terms", { bloc_id: bloc.id, period: "2019" });
  await visit(page, `/khoi/${code}/nam/2019/thanh-vien?tab=truong-khoi`);
  await page.getByRole("heading", { name: "Chọn khối thi đua" }).waitFor();
  await sound(page, "the choice of a bloc");
  for (const [name, id] of [["Khối thử", bloc.id], ["Khối thử (2015–2019)", former.id]]) {
    await visit(page, `/khoi/${code}/nam/2019/thanh-vien?tab=truong-khoi`);
    await page.getByRole("main").getByRole("link", { name, exact: true }).click();
    await page.waitForURL(`**/khoi/${id}/nam/2019/thanh-vien?tab=truong-khoi`);
    await settled(page);
    assert.equal(await page.locator("header select").first().inputValue(), id, name);
  }
  await visit(page, `/khoi/${code}`);
  await page.getByRole("main").getByRole("link", { name: "Khối thử (2015–2019)" }).click();
  await page.getByRole("heading", { level: 1, name: "Khối thử" }).waitFor();
  quiet(page, "two blocs of one code");
  await page.context().close();
});
