// What clerks enter by the dozen: a whole agreement pasted, a board signed at once,
// units nobody has on record, the awards of a decision. Looked at in three widths.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { client, languages, launch, open, quiet, settled, signIn, sound, visit, wordsOf } from "./browser.mjs";

let browser, api;
before(async () => {
  browser = await launch();
  api = await client("quantri");
});
after(() => browser.close());

const whole = `TỈNH ỦY NINH BÌNH\tĐẢNG CỘNG SẢN VIỆT NAM
BẢN GIAO ƯỚC THI ĐUA
KHỐI THI ĐUA CÁC CƠ QUAN ĐẢNG NĂM 2026
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Hôm nay, các cơ quan trong Khối thống nhất ký giao ước với các nội dung sau:
I. NHIỆM VỤ CHÍNH TRỊ
1. Tham mưu kịp thời các hội nghị của Tỉnh ủy;
2. Thực hiện tốt quy chế phối hợp.
ĐẠI DIỆN CÁC CƠ QUAN KÝ GIAO ƯỚC
1. Văn phòng Tỉnh ủy`;

for (const lang of languages) {
  const t = wordsOf(lang);
  const n = (x) => (lang === "vi" ? `0${x}` : String(x));
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const link = (page, name) => page.getByRole("link", { name, exact: true });
  const as = async (user, path, act) => {
    const page = await open(browser, { lang });
    await signIn(page, user);
    await visit(page, path);
    await act(page);
    quiet(page, user);
    await page.context().close();
  };
  /** Nothing is wrong with what is shown now, in any width. */
  const looked = async (page, name) => {
    for (const [width, height] of [[1366, 768], [1024, 768], [390, 844]]) {
      await page.setViewportSize({ width, height });
      await sound(page, `${name} at ${width}`, { axe: width !== 1024 });
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${lang}-${width}.png`, fullPage: (await page.locator("dialog[open]").count()) === 0 });
    }
    await page.setViewportSize({ width: 1366, height: 768 });
  };

  describe(`in ${lang}`, () => {
    let tag, bloc, term, units, agreement, at;
    before(async () => {
      tag = `${lang} ${Date.now()}`;
      const council = (await api.get(`/grants?user_id=${(await api.first("/users?username=hoidong")).id}`)).data.find((g) => g.scope === "authority");
      bloc = await api.post("/blocs", { name: `Khối nhập liệu ${tag}`, kind: "bloc", organizer_id: council.scope_id });
      term = await api.post("/terms", { bloc_id: bloc.id, period: "2026", status: "signing" });
      const leads = (await api.get(`/grants?user_id=${(await api.first("/users?username=truongkhoi")).id}`)).data.find((g) => g.scope === "unit");
      units = [await api.get(`/units/${leads.scope_id}`)];
      for (const name of ["Ban Tổ chức", "Báo"]) units.push(await api.post("/units", { name: `${name} ${tag}` }));
      for (const unit of units) await api.post(`/terms/${term.id}/members`, { unit_id: unit.id });
      await api.post(`/terms/${term.id}/leadership`, { role: "leader", unit_id: units[0].id });
      agreement = await api.post("/agreements", { term_id: term.id, title: "Giao ước thi đua", basis: "original" });
      at = `/khoi/${bloc.id}/nam/2026`;
    });

    test("a whole agreement is pasted: what is no commitment is left out, and can be taken", () => as("quantri", `${at}/giao-uoc?them=dan`, async (page) => {
      await page.getByLabel(t("paste.area")).fill(whole);
      await button(page, t("paste.preview")).click();
      await page.getByRole("heading", { name: t("paste.found", { n: 2 }) }).waitFor();
      await page.getByText(t("paste.parts", { n: 7 })).waitFor();
      for (const [part, rows] of [["letterhead", 1], ["title", 2], ["basis", 1], ["preamble", 1], ["closing", 2]]) {
        assert.equal(await page.getByText(t("paste.left_out_as", { part: t(`paste.part.${part}`) }), { exact: true }).count(), rows, part);
      }
      await looked(page, "paste");
      const basis = page.getByLabel(t("paste.take_row", { n: 4 }));
      assert.equal(await basis.isChecked(), false);
      await basis.focus();
      await page.keyboard.press("Space"); // the legal basis, after all
      await button(page, t("paste.enter", { n: 3 })).click();
      await page.getByText(t("paste.all", { n: 3 })).waitFor();
      await settled(page);
      const entered = (await api.get(`/commitments?agreement_id=${agreement.id}`)).data;
      assert.deepEqual(entered.map((c) => [c.theme, c.text]), [
        [null, "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;"],
        ["NHIỆM VỤ CHÍNH TRỊ", "Tham mưu kịp thời các hội nghị của Tỉnh ủy"],
        ["NHIỆM VỤ CHÍNH TRỊ", "Thực hiện tốt quy chế phối hợp."],
      ]);
    }));

    test("several units sign at once; who was changed meanwhile is named and nobody is noted", async () => {
      for (const to of ["consulting", "signing"]) await api.step(`/agreements/${agreement.id}`, to);
      const rows = async () => (await api.get(`/agreements/${agreement.id}/signatures`)).data;
      await as("quantri", `${at}/giao-uoc?tab=chu-ky`, async (page) => {
        await page.locator("input[name=signed_on]").fill("01/03/2026");
        await api.patch(`/signatures/${(await rows())[1].id}`, { position_as_written: "Phó Trưởng ban" });
        await button(page, t("signature.choose_waiting")).focus();
        await page.keyboard.press("Enter");
        await button(page, t("signature.note_signed", { n: 3 })).click();
        await page.getByRole("dialog").getByRole("button", { name: t("signature.sign"), exact: true }).click();
        await page.getByText(t("signature.none_noted", { n: n(1) })).waitFor();
        await settled(page);
        assert.equal(await page.locator("td .mistake").count(), 1);
        assert.ok((await page.getByRole("row", { name: units[1].name }).locator(".mistake").textContent()).includes(units[1].name));
        assert.deepEqual((await rows()).map((r) => r.status), ["pending", "pending", "pending"]);
        await looked(page, "board");
        await page.getByLabel(t("signature.choose_of", { name: units[2].name })).focus();
        await page.keyboard.press("Space");
        await button(page, t("signature.note_signed", { n: 2 })).click();
        await page.getByRole("dialog").getByRole("button", { name: t("signature.sign"), exact: true }).click();
        await page.getByText(t("signature.noted", { n: n(2), what: t("enum.signature_status.01.signed"), time: "" }).slice(0, 12)).waitFor();
        await settled(page);
        assert.deepEqual((await rows()).map((r) => [r.status, r.signed_on]), [["signed", "2026-03-01"], ["signed", "2026-03-01"], ["pending", null]]);
        await button(page, t("signature.choose_waiting")).click();
        await button(page, t("signature.note_absent", { n: 1 })).click();
        await page.getByRole("row", { name: units[2].name }).locator(".chip", { hasText: t("enum.signature_status.02.absent") }).waitFor();
        await settled(page);
        await looked(page, "board-done");
      });
    });

    test("units nobody has on record are made at once, near-duplicates by choice, and none twice", () => as("hoidong", `${at}/thanh-vien?dan=moi`, async (page) => {
      const called = async (name) => (await api.get(`/units?q=${encodeURIComponent(name)}`)).data.filter((u) => u.name === name).length;
      const fresh = [`Đài Khí tượng ${tag}`, `Thư viện ${tag}`], nearly = `Bao ${tag}`;
      await page.getByLabel(t("term.paste_label")).fill([...fresh, nearly].join("\n"));
      await button(page, t("term.preview")).click();
      await settled(page);
      const all = page.getByRole("button", { name: t("term.make_all") });
      await all.click();
      const box = page.getByRole("dialog");
      assert.deepEqual(await box.locator("ol li").allTextContents(), fresh);
      assert.equal(await box.getByLabel(nearly).isChecked(), false);
      await looked(page, "units");
      await page.route("**/api/v1/units", (r) => (r.request().postDataJSON().name === fresh[1] ? r.fulfill({ status: 409, json: { code: "duplicate", title: "x", status: 409 } }) : r.continue()));
      await box.getByRole("button", { name: t("term.make_all_do"), exact: true }).click();
      await page.getByText(t("term.made_some", { n: 1, of: 2, name: fresh[1] })).waitFor();
      assert.deepEqual([await called(fresh[0]), await called(fresh[1])], [1, 0]);
      await page.unroute("**/api/v1/units");
      await all.click();
      assert.deepEqual(await box.locator("ol li").allTextContents(), [fresh[1]], "what was made is offered again");
      await box.getByRole("button", { name: t("term.make_all_do"), exact: true }).click();
      await page.getByText(t("term.made_all", { n: 1 })).waitFor();
      await settled(page);
      assert.deepEqual([await called(fresh[0]), await called(fresh[1]), await called(nearly)], [1, 1, 0]);
      await looked(page, "units-made");
      await page.getByLabel(t("term.paste_unit_of", { line: nearly }), { exact: true }).selectOption("skip");
      await button(page, t("term.paste_add", { n: 2 })).click();
      await page.getByRole("row", { name: fresh[1] }).waitFor();
      await settled(page);
      assert.deepEqual((await api.get(`/terms/${term.id}/members`)).data.map((m) => m.unit.name), [...units.map((u) => u.name), ...fresh]);
    }));

    test("who may write no units is offered to make none", () => as("truongkhoi", `${at}/thanh-vien?dan=moi`, async (page) => {
      await page.getByLabel(t("term.paste_label")).fill(`Không có ${tag}`);
      await button(page, t("term.preview")).click();
      await page.getByRole("heading", { name: t("term.preview_title", { n: 1 }) }).waitFor();
      assert.equal(await page.getByRole("button", { name: t("term.make_all") }).count(), 0);
    }));

    test("an award is recorded on the page of its decision", async () => {
      const decision = await api.post("/decisions", { kind: "award", number: `7${lang}/QĐ-UBND`, bloc_id: bloc.id });
      await as("hoidong", `/quyet-dinh/${decision.id}`, async (page) => {
        await link(page, t("award.new")).click();
        assert.equal(await page.getByLabel(t("ui.bloc"), { exact: true }).inputValue(), bloc.name);
        assert.equal(await page.getByLabel(t("award.decision"), { exact: true }).count(), 0, "the decision is asked for");
        await page.getByLabel(t("award.type")).fill("Bằng khen thử");
        await page.getByLabel(t("award.recipient_kind")).selectOption("collective");
        await page.getByLabel(t("award.count"), { exact: true }).fill("3");
        await page.getByLabel(t("award.names")).fill(`${units[0].name}\nTrường Đảng tỉnh`);
        await button(page, t("paste.preview")).click();
        await page.getByText(t("award.previewed", { n: n(2), linked: n(1) })).waitFor();
        await looked(page, "decision-form");
        await button(page, t("award.do_record")).click();
        await link(page, "Bằng khen thử").waitFor();
        await settled(page);
        const [made, ...more] = (await api.get(`/awards?decision_id=${decision.id}`)).data;
        assert.deepEqual([made.bloc.id, made.type.as_written, made.count, made.named, made.unnamed, more.length], [bloc.id, "Bằng khen thử", 3, 2, 1, 0]);
        await page.locator("dd", { hasText: lang === "vi" ? "03 tập thể" : "3 collective" }).waitFor();
        await looked(page, "decision");
      });
    });
  });
}
