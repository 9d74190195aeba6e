// How reporting periods are called.

import { t } from "../../words";

/** A period as it is called: quý I, sáu tháng đầu, chín tháng, cả năm. */
export function periodName(p: { kind: string; label: string }): string {
  const part = p.label.slice(5);
  return ["quarter", "half", "nine_months"].includes(p.kind) ? t(`progress.part_${part}`, { year: p.label.slice(0, 4) }) : t(`progress.part_${p.kind}`, { period: p.label });
}
