// A password that can be shown while it is typed, and word of Caps Lock.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../words";

export function PasswordInput({ "aria-describedby": about, ...input }: JSX.InputHTMLAttributes<HTMLInputElement> & { id: string }) {
  const [shown, show] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <>
      <div class="secret">
        <input {...input} type={shown ? "text" : "password"} spellcheck={false} aria-describedby={[about, `${input.id}-caps`].filter(Boolean).join(" ")} onKeyUp={(e) => setCaps(e.getModifierState?.("CapsLock") ?? false)} />
        <button type="button" aria-controls={input.id} aria-label={t(shown ? "login.hide_password" : "login.show_password")} onClick={() => show(!shown)}>{t(shown ? "login.hide" : "login.show")}</button>
      </div>
      <p id={`${input.id}-caps`} class="hint" aria-live="polite">{caps ? t("login.caps") : ""}</p>
    </>
  );
}
