// Copying by script: browsers offer it over https and on this machine only;
// elsewhere the selected text is copied the old way.

import { useState } from "preact/hooks";
import { t } from "../words";

/** Copies text; false where the browser does not let a script do it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focus = document.activeElement as HTMLElement | null;
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    focus?.focus();
    return done;
  }
}

/** Copies the address, which holds all that the page shows: filters, sort, tab. */
export function CopyLink() {
  const [said, say] = useState("");
  const act = () => void copy(location.href).then((done) => say(t(done ? "ui.link_copied" : "ui.link_not_copied")));
  return <span class="copy"><button type="button" class="link" onClick={act} onBlur={() => say("")}>{t("ui.copy_link")}</button> <span role="status">{said}</span></span>;
}
