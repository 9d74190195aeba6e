// The forms that files of a report are wanted in, to tick.

import { t } from "../../words";
import { formats, type Format } from "./save";

export function FormatField({ ticked, missing }: { ticked: Format[]; missing: boolean }) {
  return (
    <>
      <fieldset aria-describedby={missing ? "no-format" : undefined}>
        <legend>{t("report.format")}</legend>
        {(Object.keys(formats) as Format[]).map((f) => (
          <p key={f}><label class="check"><input type="checkbox" name="format" value={f} defaultChecked={ticked.includes(f)} /> <span>{t(`report.${f}`)} <span class="muted">– {t(`report.${f}_for`)}</span></span></label></p>
        ))}
      </fieldset>
      {missing && <p class="mistake" id="no-format" role="alert">{t("report.choose_format")}</p>}
    </>
  );
}

export const picked = (form: HTMLFormElement): Format[] => new FormData(form).getAll("format") as Format[];
