// A chart as a file: the drawing as it stands on the page, or its table.

import { saveBlob } from "../api/raw";

const name = "http://www.w3.org/2000/svg";

/** The drawing on its own, with what it takes from the page written into it. */
function alone(svg: SVGSVGElement, title: string): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", name);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", getComputedStyle(svg).fontFamily);
  copy.removeAttribute("aria-labelledby");
  const says = document.createElementNS(name, "title");
  says.textContent = title;
  const ground = document.createElementNS(name, "rect");
  for (const [k, v] of [["width", "100%"], ["height", "100%"], ["fill", "#fff"]] as const) ground.setAttribute(k, v);
  copy.prepend(says, ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

const file = (title: string, kind: string) => `${title.replace(/[\\/:*?"<>|.]+/g, " ").trim().slice(0, 80)}.${kind}`;

export function saveSvg(svg: SVGSVGElement, title: string): void {
  saveBlob(new Blob([alone(svg, title).text], { type: "image/svg+xml" }), file(title, "svg"));
}

/** As a picture, twice as fine as the screen shows it, for Word and Zalo. */
export async function savePng(svg: SVGSVGElement, title: string): Promise<void> {
  const { text, width, height } = alone(svg, title);
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await picture.decode();
  URL.revokeObjectURL(picture.src);
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveBlob(blob, file(title, "png")));
}

/** The cells as an office program opens them: UTF-8 with its mark, semicolons, and
 * no cell that it would take for a formula. */
export function saveTable(table: HTMLTableElement, title: string): void {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const lines = [...table.rows].map((r) => [...r.cells].map((c) => cell(c.textContent.trim())).join(";"));
  saveBlob(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }), file(title, "csv"));
}
