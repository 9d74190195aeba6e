// What is told of a vote's figures while they are typed is what the API decides: both
// are held against the same cases, without a browser.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { createServer } from "vite";

let server, sums;

before(async () => {
  server = await createServer({ root: new URL("..", import.meta.url).pathname, server: { middlewareMode: true, hmr: false, ws: false }, appType: "custom", logLevel: "error" });
  sums = await server.ssrLoadModule("/src/pages/vote/sums.ts");
});
after(() => server.close());

const cases = JSON.parse(await readFile(new URL("../../internal/scoring/ballot/testdata/figures.json", import.meta.url), "utf8"));

for (const { name, count, rule, want } of cases) {
  test(name, () => {
    const figures = { ...Object.fromEntries(sums.figures.map((f) => [f, null])), ...count }, base = sums.baseOf(figures, rule.base);
    assert.deepEqual({
      overs: sums.overs(figures).map((o) => [o.what, o.other, o.most]),
      right: sums.ballots(figures)?.right ?? true,
      most: sums.most(figures),
      needed: base === null ? null : sums.needed(rule.threshold, rule.over, base),
      quorate: sums.quorate(figures, rule.quorum),
    }, want);
  });
}

test("there are cases", () => assert.ok(cases.length > 0));
