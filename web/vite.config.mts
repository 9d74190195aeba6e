import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

// The dashboard speaks from the one catalogue of words, internal/text. Each
// language is a module of its own, so that a page loads one of them; it holds what the
// frame and the overview say. What all other pages say is one more, which they load.
const texts = new URL("../internal/text/", import.meta.url).pathname;
const first = ["enums.json", ...["frame", "setup", "overview", "changes", "chart", "palette", "search"].map((name) => `ui/${name}.json`)].map((name) => texts + name);
const more = readdirSync(`${texts}ui`).filter((n) => n.endsWith(".json")).map((n) => `${texts}ui/${n}`).filter((path) => !first.includes(path));

function words(): Plugin {
  const prefix = "virtual:words/";
  return {
    name: "words",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return;
      const [lang, part] = id.slice(prefix.length + 1).split("/") as ["vi" | "en", string | undefined];
      const out: Record<string, string> = {};
      for (const file of part === "more" ? more : first) {
        this.addWatchFile(file);
        const entries = JSON.parse(readFileSync(file, "utf8")) as Record<string, { vi: string; en: string }>;
        for (const [key, entry] of Object.entries(entries)) out[key] = entry[lang];
      }
      return `export default ${JSON.stringify(out)}`;
    },
  };
}

// What is text is carried packed, so that the program need not pack it each time.
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css|svg)$/.test(file.fileName)) continue;
          const source = file.type === "chunk" ? file.code : file.source;
          this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [words(), packed()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../internal/web/dist/app",
    emptyOutDir: true,
    target: ["chrome109", "firefox115", "safari15.4"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
});
