// What may be chosen of a report: it stands in the address, so that preview and files
// are of the same.

import { useQuery } from "../../ui/query";
import { options, t } from "../../words";
import { places, type Kind } from "./kinds";

export const languages = [{ value: "vi", label: "Tiếng Việt" }, { value: "en", label: "English" }];

/** A field for each choice a kind has. */
export function Options({ kind }: { kind: Kind }) {
  const [query, set] = useQuery();
  const pick = (name: keyof typeof places, text: string, of: { value: string; label: string }[], none: string) => (
    <label>{text}
      <select value={query[places[name]] ?? ""} onChange={(e) => set({ [places[name]]: e.currentTarget.value }, true)}>
        <option value="">{none}</option>
        {of.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
    </label>
  );
  const tick = (name: keyof typeof places) => (
    <label class="check"><input type="checkbox" checked={Boolean(query[places[name]])} onChange={(e) => set({ [places[name]]: e.currentTarget.checked ? "1" : "" }, true)} /> {t(`report.choice.${name}`)}</label>
  );
  const year = (name: keyof typeof places) => (
    <label>{t(`report.choice.${name}`)}
      <input class="short" inputMode="numeric" autocomplete="off" value={query[places[name]] ?? ""} onChange={(e) => set({ [places[name]]: e.currentTarget.value.trim() }, true)} />
    </label>
  );
  return (
    <div class="filters" role="group" aria-label={t("report.choices")}>
      {pick("layout", t("bloc.layout"), options("document_layout"), t("report.layout_own"))}
      {pick("lang", t("report.language"), languages, t("report.language_own"))}
      {kind.choices.map((c) => <span key={c}>{c === "only_awarded" || c === "draft" ? tick(c) : year(c)}</span>)}
    </div>
  );
}
