// What is read out of pasted text, without a browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "vite";

let server, linesOf;

before(async () => {
  server = await createServer({ root: new URL("..", import.meta.url).pathname, server: { middlewareMode: true, hmr: false, ws: false }, appType: "custom", logLevel: "error" });
  ({ linesOf } = await server.ssrLoadModule("/src/pages/agreement/lines.ts"));
});
after(() => server.close());

const texts = (lines) => lines.filter((l) => !l.part).map((l) => l.text);
const left = (lines) => lines.filter((l) => l.part).map((l) => [l.part, l.text]);

// As it comes from Word: the letterhead and the signatures are tables there.
const whole = `TỈNH ỦY NINH BÌNH\tĐẢNG CỘNG SẢN VIỆT NAM
KHỐI THI ĐUA CÁC CƠ QUAN ĐẢNG\tNinh Bình, ngày 26 tháng 02 năm 2026
*\t
Số: 01-GƯ/KTĐ

BẢN GIAO ƯỚC THI ĐUA
KHỐI THI ĐUA CÁC CƠ QUAN ĐẢNG NĂM 2026
-----
- Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ;
Thực hiện Kế hoạch số 12-KH/TU ngày 10/01/2026 của Ban Thường vụ Tỉnh ủy,
Hôm nay, tại Hội trường Tỉnh ủy, chúng tôi gồm 09 cơ quan thống nhất ký giao ước với các nội dung sau:
I. NHIỆM VỤ CHÍNH TRỊ
1. Tham mưu, phục vụ kịp thời các hội nghị của Tỉnh ủy;
2. Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 về sắp xếp bộ máy.
II. XÂY DỰNG ĐẢNG, ĐOÀN THỂ
- 100 % chi bộ hoàn thành tốt nhiệm vụ
- Đại diện lãnh đạo các cơ quan dự đủ các kỳ giao ban khối
Bản giao ước này được lập thành 10 bản, các đơn vị tổ chức thực hiện từ ngày ký.
ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC
1. Văn phòng Tỉnh ủy
Nguyễn Văn A
2. Ban Tổ chức Tỉnh ủy
Trần Thị B
Nơi nhận:
- Thường trực Tỉnh ủy;
- Lưu Văn phòng Khối.`;

test("a whole agreement: what is no commitment is told apart, and nothing is lost", () => {
  const lines = linesOf(whole);
  assert.deepEqual(texts(lines), [
    "Tham mưu, phục vụ kịp thời các hội nghị của Tỉnh ủy",
    "Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 về sắp xếp bộ máy.",
    "100 % chi bộ hoàn thành tốt nhiệm vụ",
    "Đại diện lãnh đạo các cơ quan dự đủ các kỳ giao ban khối",
  ]);
  assert.deepEqual(lines.filter((l) => !l.part).map((l) => l.theme), ["NHIỆM VỤ CHÍNH TRỊ", "NHIỆM VỤ CHÍNH TRỊ", "XÂY DỰNG ĐẢNG, ĐOÀN THỂ", "XÂY DỰNG ĐẢNG, ĐOÀN THỂ"]);
  assert.deepEqual(left(lines), [
    ["letterhead", "TỈNH ỦY NINH BÌNH ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["letterhead", "KHỐI THI ĐUA CÁC CƠ QUAN ĐẢNG Ninh Bình, ngày 26 tháng 02 năm 2026"],
    ["letterhead", "Số: 01-GƯ/KTĐ"],
    ["title", "BẢN GIAO ƯỚC THI ĐUA"],
    ["title", "KHỐI THI ĐUA CÁC CƠ QUAN ĐẢNG NĂM 2026"],
    ["basis", "- Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;"],
    ["basis", "Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ;"],
    ["basis", "Thực hiện Kế hoạch số 12-KH/TU ngày 10/01/2026 của Ban Thường vụ Tỉnh ủy,"],
    ["preamble", "Hôm nay, tại Hội trường Tỉnh ủy, chúng tôi gồm 09 cơ quan thống nhất ký giao ước với các nội dung sau:"],
    ["closing", "Bản giao ước này được lập thành 10 bản, các đơn vị tổ chức thực hiện từ ngày ký."],
    ["closing", "ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC"],
    ["closing", "1. Văn phòng Tỉnh ủy"], ["closing", "Nguyễn Văn A"], ["closing", "2. Ban Tổ chức Tỉnh ủy"], ["closing", "Trần Thị B"],
    ["closing", "Nơi nhận:"], ["closing", "- Thường trực Tỉnh ủy;"], ["closing", "- Lưu Văn phòng Khối."],
  ]);
});

test("the State's letterhead, tones on either vowel, commitments in a table", () => {
  const lines = linesOf("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nGIAO ƯỚC THI ĐUA NĂM 2026\nTT\tNội dung\tChỉ tiêu\tĐơn vị tính\n1\tHồ sơ đúng hạn\t98,5\t%\n2\tSáng kiến\t12\tsáng kiến\nTM. KHỐI THI ĐUA\tĐẠI DIỆN CÁC ĐƠN VỊ\nTRƯỞNG KHỐI\t");
  assert.deepEqual(lines.filter((l) => !l.part), [
    { text: "Hồ sơ đúng hạn", theme: "", target: "98,5", unit: "%", due: "" },
    { text: "Sáng kiến", theme: "", target: "12", unit: "sáng kiến", due: "" },
  ]);
  assert.deepEqual(left(lines).map(([part]) => part), ["letterhead", "letterhead", "title", "closing", "closing"]);
});

test("commitments alone are all taken, whatever they begin with", () => {
  for (const pasted of [
    "Đổi mới lề lối làm việc\nThực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017\nĐại diện các đơn vị dự giao ban",
    "Tuyên truyền ngày thành lập Đảng Cộng sản Việt Nam\nThi đua sáng tạo\nHọc tập điều lệ Đảng Cộng sản Việt Nam",
    "STT\tNội dung\n1\tCăn cứ tình hình, điều chỉnh kế hoạch\n2\tTổng kết",
    "Nâng cao chất lượng tham mưu:\n1. Văn bản đúng hạn\n2. Không để sót việc",
    "1. Giao ước này gửi tới mọi đảng viên\n2. Căn cứ tình hình, điều chỉnh kế hoạch\n3. Tổng kết",
  ]) {
    assert.deepEqual(left(linesOf(pasted)), [], pasted);
  }
});

test("a title over lines without numbers takes only what tells what it is", () => {
  const lines = linesOf("BẢN GIAO ƯỚC THI ĐUA\nCăn cứ Luật Thi đua, khen thưởng năm 2022\nThi đua hoàn thành nhiệm vụ\nThi đua cải cách hành chính");
  assert.deepEqual(texts(lines), ["Thi đua hoàn thành nhiệm vụ", "Thi đua cải cách hành chính"]);
  assert.deepEqual(left(lines).map(([part]) => part), ["title", "basis"]);
});
