// The movements a commitment answers. They are no part of the text: a movement may
// be launched after the signing.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll, send } from "../../api/raw";
import { Linked, Remove, Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Shown } from "../../ui/state";
import { t } from "../../words";

type Answer = Schemas["MovementCommitmentView"];

export function Movements({ commitment, mayWrite }: { commitment: string; mayWrite: boolean }) {
  const path = `/movement-commitments?commitment_id=${commitment}&limit=200`;
  const reading = useReading(() => getAll<Answer>(path), [path]);
  const [query, set, href] = useQuery();
  const key = useKey();
  const adds = mayWrite && query["phong-trao"] === "moi";
  return (
    <Shown of={reading}>
      {(answers) => (answers.length === 0 && !mayWrite ? null : (
        <Section title={t("movement.answered")} actions={mayWrite && !adds && <Link class="button" href={href({ "phong-trao": "moi" })}>{t("movement.add_answered")}</Link>}>
          {answers.length === 0 ? !adds && <p class="muted">{t("movement.none_answered")}</p> : (
            <ul class="plain">
              {answers.map((a) => (
                <li key={a.id}>
                  <Linked to="/phong-trao" of={a.movement} />{" "}
                  {mayWrite && <Remove named what={t("movement.note_of", { name: a.movement?.name ?? "" })} path={`/movement-commitments/${a.id}`} etag={`"${a.version}"`} gone={reading.again} />}
                </li>
              ))}
            </ul>
          )}
          {adds && (
            <Form<Answer>
              name={`movements of ${commitment}`} button={t("movement.add_answered")} cancel={() => set({ "phong-trao": "" })}
              fields={[{ name: "movement_id", title: t("movement.name"), hint: t("movement.pick_hint"), kind: "record", from: "/movements", required: true }]}
              send={(typed) => { const body = { ...typed, commitment_id: commitment }; return send<Answer>("POST", "/movement-commitments", body, { key: key(body) }); }}
              saved={() => { reading.again(); set({ "phong-trao": "" }); }}
            />
          )}
        </Section>
      ))}
    </Shown>
  );
}
