// Holds DOCX and XLSX files against the schemas and rules of Microsoft's Open XML
// SDK, as Office 2010 reads them: the first that keeps to ISO/IEC 29500. Tells
// what is wrong, as JSON by file.
import { readFile } from "node:fs/promises";
import validate, { getFileFormatFromName } from "@ooxml-tools/validate";

const found = {};
for (const path of process.argv.slice(2)) {
  const wrong = await validate(new Uint8Array(await readFile(path)), getFileFormatFromName(path), "Office2010");
  found[path] = wrong.map((w) => `${w.path.partUri} ${w.path.xpath}: ${w.description}`);
}
process.stdout.write(JSON.stringify(found));
