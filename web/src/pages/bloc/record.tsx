// One bloc: what is known of it, what it was called, its years.

import { useEffect } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Bloc } from "../../frame/term";
import { AtBloc } from "../../frame/year";
import { showDate } from "../../format";
import { BookRecord, Linked } from "../../ui/book";
import { label, t } from "../../words";
import { useBlocBook } from "./book";
import { Years } from "./history";
import { Names } from "./names";
import { Sources } from "../../ui/sources";

export default function BlocPage({ id = "" }: Record<string, string>) {
  const book = useBlocBook();
  return (
    <AtBloc name={id}>
      {(bloc) => (
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
              <Address bloc={b} at={decodeURIComponent(id)} />
              <p class="buttons"><Link class="button" href={`/bao-cao/thong-ke/${b.id}`}>{t("bloc.statistics")}</Link></p>
              <Years bloc={b} mayWrite={book.mayWrite} />
              <Names bloc={b} etag={reading.data!.etag} saved={reading.again} mayWrite={book.mayWrite} />
              <Sources of={b.sources} edit={book.mayWrite ? { path: `/blocs/${b.id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />
            </>
          )}
        </BookRecord>
      )}
    </AtBloc>
  );
}

/** The address follows the bloc's code, so that it can be kept and sent. */
function Address({ bloc, at }: { bloc: Bloc; at: string }) {
  const [, go] = useLocation();
  const right = at === bloc.id || at === bloc.code;
  useEffect(() => {
    if (!right) go(`/khoi/${bloc.id}${location.search}`, { replace: true });
  }, [right]);
  return null;
}
