// How large the text is: kept in this browser; everything is laid out in rem of it.

import { useState } from "preact/hooks";
import { t } from "../words";

const sizes = ["normal", "large", "larger"] as const; // style.css says how large

const kept = (): string => localStorage.getItem("size") ?? sizes[0];

/** Shows the page in the size kept from last time. */
export function applySize(): void {
  document.documentElement.dataset.size = kept();
}

export function TextSize() {
  const [size, set] = useState(kept);
  const choose = (to: string) => {
    localStorage.setItem("size", to);
    applySize();
    set(to);
  };
  return (
    <label>{t("ui.text_size")}
      <select onChange={(e) => choose(e.currentTarget.value)}>
        {sizes.map((s) => <option key={s} value={s} selected={s === size}>{t(`ui.text_size.${s}`)}</option>)}
      </select>
    </label>
  );
}
