// The pages that can be gone to from everywhere, in their groups.

import type { Who } from "./app";
import { yearPath, type Bloc } from "./term";

export type Place = [href: string, name: string]; // the name is a key of the catalogue

export const yearPlaces = (bloc: Bloc, year: string): Place[] =>
  ([["tong-quan", "overview"], ["giao-uoc", "agreement"], ["dang-ky", "registrations"], ["tien-do", "progress"], ["mo-hinh", "models"], ["cham-diem", "scoring"], ["xep-hang", "ranking"], ["xep-loai", "ratings"], ["thanh-vien", "members"], ["khen-thuong", "awards"], ["bao-cao", "reports"]] as const)
    .map(([page, name]) => [yearPath(bloc, year, page), `ui.nav.${name}`]);

/** What goes across blocs and years. */
export const commonPlaces: Place[] = [["/lich", "ui.nav.calendar"]];

export const bookPlaces: Place[] = [
  ["/don-vi", "ui.nav.units"],
  ["/khoi", "ui.nav.blocs"],
  ["/phong-trao", "ui.nav.movements"],
  ["/ca-nhan", "ui.nav.persons"],
  ["/co-quan", "ui.nav.authorities"],
  ["/quyet-dinh", "ui.nav.decisions"],
  ["/danh-muc", "ui.nav.catalogue"],
  ["/quy-tac-xep-loai", "ui.nav.rating_rules"],
];

/** What the office keeps for itself; a viewer sees none of it. */
export const officePlaces = (who: Who): Place[] => [
  ...(who.grants.some((g) => g.role !== "viewer") ? [["/nhat-ky", "ui.nav.changes"] as Place] : []),
  ...(who.may("admin") ? [["/quan-tri/nguoi-dung", "ui.nav.admin"] as Place] : []),
];
