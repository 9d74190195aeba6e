// One bloc: what is known of it, what it was called, its years.

import { useEffect } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { useWho } from "../../frame/app";
import { slug, useBlocs, type Bloc } from "../../frame/term";
import { showDate } from "../../format";
import { BookRecord, Linked } from "../../ui/book";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/state";
import { label, t } from "../../words";
import { useBlocBook } from "./book";
import { Years } from "./history";
import { Names } from "./names";
import { Sources } from "../../ui/sources";

export default function BlocPage({ id = "" }: Record<string, string>) {
  const book = useBlocBook();
  const blocs = useBlocs(useWho().id);
  const name = decodeURIComponent(id);
  return (
    <Shown of={blocs}>
      {(all) => {
        const bloc = all.find((b) => b.id === name || slug(b) === encodeURIComponent(name));
        if (!bloc) return <Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page>;
        return (
          <BookRecord book={book} id={bloc.id} facts={(b) => [
            [t("bloc.kind"), label("bloc_kind", b.kind)],
            [t("bloc.code"), b.code],
            [t("bloc.organizer"), <Linked to="/co-quan" of={b.organizer} />],
            [t("bloc.provinces"), b.provinces.join(", ")],
            [t("bloc.sector"), b.sector],
            [t("bloc.layout"), <>{label("document_layout", b.document_layout)}{b.basis.document_layout && <span class="muted"> ({label("basis", b.basis.document_layout)})</span>}</>],
            [t("bloc.valid_from"), showDate(b.valid_from)],
            [t("bloc.valid_to"), showDate(b.valid_to)],
            [t("bloc.remark"), b.remark],
          ]}>
            {(b, reading) => (
              <>
                <Address bloc={b} at={name} />
                <Years bloc={b} mayWrite={book.mayWrite} />
                <Names bloc={b} etag={reading.data!.etag} saved={reading.again} mayWrite={book.mayWrite} />
                <Sources of={b.sources} />
              </>
            )}
          </BookRecord>
        );
      }}
    </Shown>
  );
}

/** The address follows the bloc's code, so that it can be kept and sent. */
function Address({ bloc, at }: { bloc: Bloc; at: string }) {
  const [, go] = useLocation();
  const right = bloc.id === at || slug(bloc) === encodeURIComponent(at);
  useEffect(() => {
    if (!right) go(`/khoi/${bloc.id}${location.search}`, { replace: true });
  }, [right]);
  return null;
}
