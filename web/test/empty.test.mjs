// Books nobody has written into yet: every list says so, and what to do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { languages, launch, open, signIn, sound, turn } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const lang of languages) {
  test(`empty books in ${lang}`, async () => {
    const page = await open(browser, { lang });
    await signIn(page, "giamdoc");
    for (const path of ["/don-vi", "/khoi", "/ca-nhan", "/co-quan", "/phong-trao", "/quy-tac-xep-loai", "/lich", "/to-chuc", "/quyet-dinh", "/tim?q=uy+ban"]) {
      await turn(page, path);
      assert.equal(await page.locator(".empty").count(), 1, `${path} says nothing of being empty`);
      await sound(page, `${path} of empty books`);
    }
    await page.context().close();
  });
}
