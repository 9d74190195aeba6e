// What a bloc is and was called.

import { send } from "../../api/raw";
import type { Schemas } from "../../api/client";
import type { Bloc } from "../../frame/term";
import { showDate } from "../../format";
import { Section } from "../../ui/book";
import { t } from "../../words";
import { Parts } from "../../ui/parts";

type Name = Schemas["NameInput"];

const kind = (n: Name) => t(`bloc.name_${n.kind}`);

/** One name is the current one: where another becomes it, the old one is a former one. */
const oneCurrent = (names: Name[], at: number): Name[] =>
  names[at]?.kind === "current" ? names.map((n, i) => (i !== at && n.kind === "current" ? { ...n, kind: "former" } : n)) : names;

export function Names({ bloc, etag, saved, mayWrite }: { bloc: Bloc; etag: string; saved: () => void; mayWrite: boolean }) {
  return (
    <Section title={t("bloc.names")}>
      <Parts<Name, Bloc>
        name="ten" about={`bloc/${bloc.id}`} caption={t("bloc.names")} add={t("bloc.add_name")} rows={bloc.names} mayWrite={mayWrite} called={(n) => n.name}
        columns={[
          { name: "name", title: t("bloc.name"), show: (n) => n.name },
          { name: "kind", title: t("bloc.name_kind"), show: kind },
          { name: "valid_from", title: t("bloc.valid_from"), show: (n) => showDate(n.valid_from) },
          { name: "valid_to", title: t("bloc.valid_to"), show: (n) => showDate(n.valid_to) },
        ]}
        fields={[
          { name: "name", title: t("bloc.name"), kind: "text", required: true },
          { name: "kind", title: t("bloc.name_kind"), hint: t("bloc.name_kind_hint"), kind: "choice", required: true, options: (["current", "former", "variant"] as const).map((value) => ({ value, label: t(`bloc.name_${value}`) })) },
          { name: "valid_from", title: t("bloc.valid_from"), kind: "date" },
          { name: "valid_to", title: t("bloc.valid_to"), kind: "date" },
        ]}
        made={(row, body) => ({ ...row, ...body }) as Name}
        save={(names, at) => send<Bloc>("PATCH", `/blocs/${bloc.id}`, { names: oneCurrent(names, at) }, { etag })}
        saved={saved}
      />
    </Section>
  );
}
