// Pictures of the overview for the READMEs, into the folder that is named.

import { launch, open, signIn, visit } from "./browser.mjs";

const browser = await launch();
for (const lang of ["vi", "en"]) {
  const page = await open(browser, { lang, height: 720 });
  await signIn(page, "hoidong");
  await visit(page, "/");
  await page.waitForTimeout(500);
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${process.argv[2]}/overview-${lang}.png` });
  await page.context().close();
}
await browser.close();
