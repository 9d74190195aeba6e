import type { Schemas } from "../api/client";

/** Text with the words that were found marked. */
export function Marked({ parts }: { parts: Schemas["Segment"][] }) {
  return <>{parts.map((p, i) => (p.match ? <mark key={i}>{p.text}</mark> : p.text))}</>;
}

/** The page of a record the search found. */
export function pageOf(type: string, hit: Schemas["HitView"]): string {
  switch (type) {
    case "unit": return `/don-vi/${hit.id}`;
    case "bloc": return `/khoi/${hit.id}`;
    case "agreement": return `/giao-uoc/${hit.id}`;
    case "commitment": return `/noi-dung/${hit.id}`;
    case "decision": return `/quyet-dinh/${hit.id}`;
    case "award": return `/khen-thuong/${hit.id}`;
    default: return `/ca-nhan/${hit.id}`;
  }
}
