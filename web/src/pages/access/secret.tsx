import { useEffect, useRef, useState } from "preact/hooks";
import { copy } from "../../ui/copy";
import { t } from "../../words";

/** Something shown this once, with a button that copies it. */
export function Secret({ title, hint, value }: { title: string; hint: string; value: string }) {
  const box = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLInputElement>(null);
  const [state, setState] = useState("");
  useEffect(() => box.current?.focus(), [value]);
  const take = async () => {
    const done = await copy(value);
    text.current?.select();
    setState(t(done ? "access.copied" : "access.select"));
  };
  return (
    <div class="note good" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <p>{hint}</p>
      <p class="filters">
        <input class="wide" ref={text} readOnly value={value} aria-label={title} spellcheck={false} autocomplete="off" />
        <button type="button" onClick={() => void take()}>{t("access.copy")}</button>
      </p>
      <p role="status">{state}</p>
    </div>
  );
}

// Letters and digits that are told apart when read aloud, and that no Vietnamese
// keyboard turns into others: no vowels, no Telex marks (s f r x j w z), no d.
const letters = "bcghkmnpqtv2346789";

/** A password to be read aloud: four groups of four. */
export function temporaryPassword(): string {
  const out: string[] = [];
  while (out.length < 16) {
    for (const n of crypto.getRandomValues(new Uint8Array(32))) {
      if (n < 252 && out.length < 16) out.push(letters[n % letters.length]!); // 252 = 14 × 18, so that each is as likely
    }
  }
  return out.join("").replace(/(....)(?=.)/g, "$1-");
}
