// What the annual report holds: its tables, as they stand now.

import { api, ask, type Schemas } from "../../api/client";
import { showNumber, showTime } from "../../format";
import { lang, t } from "../../words";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Empty, Shown } from "../../ui/state";
import { places } from "./kinds";
import { parts } from "./parts";
import { StandingChip } from "./preview";

export function Figures({ term }: { term: string }) {
  const [query, , href] = useQuery();
  const allUnits = query[places.only_awarded] === "1";
  const reading = useReading(
    () => ask(api.GET("/api/v1/terms/{id}/reports/annual", { params: { path: { id: term }, query: { format: "json", only_awarded: !allUnits } } })).then((a) => a.data as Schemas["Annual"]),
    [term, allUnits, lang()], true,
  );
  return (
    <Shown of={reading}>
      {(report) => {
        const all = parts(report);
        const part = all.find((p) => p.id === query.bang) ?? all[0]!;
        return (
          <Section title={t("report.holds")}>
            <p><StandingChip of={report.document_status} /> {t("report.as_of", { time: showTime(report.data_as_of) })} {t("report.not_in")}</p>
            <Tabs name={t("report.holds")} current={part.id} href={(id) => href({ bang: id })} tabs={all.map((p) => ({ id: p.id, text: t("report.part", { name: t(`report.tab.${p.id}`), n: showNumber(p.rows) }) }))} />
            {part.rows === 0 ? <Empty text={t("report.empty")} /> : part.show()}
          </Section>
        );
      }}
    </Shown>
  );
}
