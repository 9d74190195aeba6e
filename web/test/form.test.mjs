// What a form does beyond plain inputs: records found by their names, and how each
// field is known.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { client, launch, open, quiet, settled, signIn, sound, visit, wordsOf } from "./browser.mjs";

const t = wordsOf("vi");
let browser, api, page;
before(async () => {
  browser = await launch();
  api = await client("quantri");
  page = await open(browser);
  await signIn(page, "quantri");
});
after(() => browser.close());

const save = () => page.getByRole("button", { name: t("ui.save"), exact: true }).click();

test("records of one name are told apart, and the bare name is refused", async () => {
  const run = Date.now(), name = `Phòng Trùng Tên ${run}`;
  const coded = await api.post("/units", { name, code: `TT-${run}` });
  const bare = [await api.post("/units", { name }), await api.post("/units", { name })];
  const ends = (unit) => unit.id.slice(-6);
  await visit(page, "/ca-nhan/moi");
  await page.getByLabel(t("person.name")).fill(`Người thử ${run}`);
  const box = page.getByLabel(t("ui.unit"), { exact: true }), state = box.locator("xpath=following-sibling::p");
  await box.fill(name);
  await state.getByText(t("ui.several_so_called", { typed: name })).waitFor();
  const offers = await page.locator("main datalist option").evaluateAll((all) => all.map((o) => o.value));
  assert.deepEqual(offers.sort(), [`${name} – TT-${run}`, ...bare.map((u) => `${name} – …${ends(u)}`)].sort());

  await save();
  await page.getByRole("heading", { name: t("ui.there_is_a_problem") }).waitFor();
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  await sound(page, "a name that several bear");
  assert.equal((await api.get(`/persons?q=${encodeURIComponent(`Người thử ${run}`)}`)).data.length, 0, "it was saved all the same");

  for (const [offer, unit] of [[`${name} – …${ends(bare[1])}`, bare[1]], [`${name} – TT-${run}`, coded]]) {
    await box.fill(offer);
    await state.getByText(t("ui.linked")).waitFor();
    assert.ok(offer.includes(unit.code ?? ends(unit)));
  }
  await save();
  await page.waitForURL("**/ca-nhan/*-*");
  await settled(page);
  const person = await api.get(`/persons/${new URL(page.url()).pathname.split("/").at(-1)}`);
  assert.deepEqual([person.unit.id, person.unit.as_written], [coded.id, null]);
  quiet(page, "names that several bear");
});

test("what changes beside a form asks nobody, and what is typed stays", async () => {
  const unit = await api.post("/units", { name: `Sở Bên Cạnh ${Date.now()}` });
  await visit(page, `/don-vi/${unit.id}?sua=1`);
  await page.locator("main form [name=code]").fill(`BC-${unit.id.slice(-6)}`);
  await api.patch(`/units/${unit.id}`, { sources: [{ title: "Quyết định thành lập" }] }); // which this form does not show
  await save();
  await page.locator("main form [name=code]").waitFor({ state: "detached" });
  const now = await api.get(`/units/${unit.id}`);
  assert.deepEqual([now.code, now.sources.map((x) => x.title)], [`BC-${unit.id.slice(-6)}`, ["Quyết định thành lập"]]);
  quiet(page, "a change beside the form");
});

test("how a field is known is noted in the form, and what it does not show stays", async () => {
  const unit = await api.post("/units", { name: `Sở Căn Cứ ${Date.now()}`, code: `CC-${Date.now()}` });
  await api.patch(`/units/${unit.id}`, { basis: { "aliases.0": "expanded", code: "expanded" } });
  await visit(page, `/don-vi/${unit.id}?sua=1`);
  await page.locator("details.basis summary").press("Enter");
  const how = (field) => page.getByLabel(t("basis.of", { field }));
  assert.equal(await how(t("unit.code")).inputValue(), "expanded");
  assert.equal(await how("aliases.0").inputValue(), "expanded");
  await how(t("unit.kind")).selectOption("inferred");
  await how(t("unit.code")).selectOption("");
  await sound(page, "how fields are known");
  await save();
  await page.locator("dl.facts").waitFor();
  assert.deepEqual((await api.get(`/units/${unit.id}`)).basis, { "aliases.0": "expanded", kind: "inferred" });

  await visit(page, `/don-vi/${unit.id}?sua=1`);
  await page.locator("details.basis summary").press("Enter");
  for (const field of [t("unit.kind"), "aliases.0"]) await how(field).selectOption("");
  await save();
  await page.locator("dl.facts").waitFor();
  assert.deepEqual((await api.get(`/units/${unit.id}`)).basis, {});
  quiet(page, "how fields are known");
});
