// All documents of a bloc's year as one package.

import { useState } from "preact/hooks";
import { Section } from "../../ui/book";
import { options, t } from "../../words";
import { FormatField, picked } from "./formats";
import { bodyOf } from "./issue";
import { languages } from "./options";
import { OrderState, Packages, useOrder } from "./packages";

export function Handbook({ term }: { term: string }) {
  const order = useOrder();
  const [missing, setMissing] = useState(false);
  const make = (e: Event) => {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement, wanted = picked(form);
    setMissing(wanted.length === 0);
    if (wanted.length === 0) return;
    const chosen = ["layout", "lang"].map((name) => [name, new FormData(form).get(name)]).filter(([, value]) => value);
    void order.send({ ...bodyOf("handbook", term, Object.fromEntries(chosen)), formats: wanted });
  };
  const pick = (name: string, title: string, of: { value: string; label: string }[], none: string) => (
    <label>{title}
      <select name={name}>
        <option value="">{none}</option>
        {of.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
    </label>
  );
  return (
    <>
      <Section title={t("report.handbook")}>
        <p class="hint">{t("report.handbook_hint")}</p>
        <form class="form" onSubmit={make} noValidate>
          <FormatField ticked={["docx", "pdf"]} missing={missing} />
          <div class="filters" role="group" aria-label={t("report.choices")}>
            {pick("layout", t("bloc.layout"), options("document_layout"), t("report.layout_own"))}
            {pick("lang", t("report.language"), languages, t("report.language_own"))}
          </div>
          <div class="buttons"><button class="primary" disabled={order.busy}>{t("report.make_package")}</button></div>
          <OrderState of={order} />
        </form>
      </Section>
      <Packages of={{ term_id: term }} ordered={order.last} />
    </>
  );
}
