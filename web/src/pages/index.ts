// Every page by its address; each is fetched when it is first shown.

import type { Loader } from "../frame/app";
import type { YearProps } from "../frame/year";
import { withMoreWords } from "../words";

const withWords = <P>(pages: Record<string, Loader<P>>): Record<string, Loader<P>> =>
  Object.fromEntries(Object.entries(pages).map(([at, page]) => [at, () => withMoreWords(page())]));

/** Pages of a bloc's year, by the last part of /khoi/…/nam/…/…. */
export const yearPages: Record<string, Loader<YearProps>> = {
  "tong-quan": () => import("./overview"), // says what the frame's words have
  ...withWords<YearProps>({
    "giao-uoc": () => import("./agreement/year"),
    "dang-ky": () => import("./registration/year"),
    "tien-do": () => import("./progress/year"),
    "mo-hinh": () => import("./model/year"),
    "cham-diem": () => import("./score/year"),
    "xep-hang": () => import("./ranking/year"),
    "xep-loai": () => import("./rating/year"),
    "thanh-vien": () => import("./term/members"),
    "khen-thuong": () => import("./award/year"),
    "bao-cao": () => import("./report/year"),
  }),
};

/** The other pages, by their address; the first that fits is shown. */
export const pages: Record<string, Loader<Record<string, string>>> = withWords({
  "/giao-uoc/:id": () => import("./agreement/record"),
  "/dang-ky/:id": () => import("./registration/record"),
  "/noi-dung/:id": () => import("./agreement/commitment"),
  "/khen-thuong/:id": () => import("./award/record"),
  "/bao-cao/:kind/:id": () => import("./report/record"),
  "/quyet-dinh": () => import("./award/decisions"),
  "/quyet-dinh/moi": () => import("./award/decision-new"),
  "/quyet-dinh/:id": () => import("./award/decision"),
  "/danh-muc": () => import("./award/catalogue"),
  "/danh-muc/:id": () => import("./award/type"),
  "/don-vi": () => import("./unit/list"),
  "/don-vi/moi": () => import("./unit/new"),
  "/don-vi/:id": () => import("./unit/record"),
  "/ca-nhan": () => import("./person/list"),
  "/ca-nhan/moi": () => import("./person/new"),
  "/ca-nhan/:id": () => import("./person/record"),
  "/khoi": () => import("./bloc/list"),
  "/khoi/moi": () => import("./bloc/new"),
  "/khoi/:id": () => import("./bloc/record"),
  "/khoi/:id/nam-moi": () => import("./term/new"),
  "/co-quan": () => import("./authority/list"),
  "/co-quan/moi": () => import("./authority/new"),
  "/co-quan/:id": () => import("./authority/record"),
  "/phong-trao": () => import("./movement/list"),
  "/phong-trao/moi": () => import("./movement/new"),
  "/phong-trao/:id": () => import("./movement/record"),
  "/mo-hinh/:id": () => import("./model/record"),
  "/phieu-diem/:id": () => import("./score/sheet"),
  "/bang-diem/:id": () => import("./score/table"),
  "/bo-phieu/:id": () => import("./vote/record"),
  "/xep-hang/:id": () => import("./ranking/record"),
  "/quy-tac-xep-loai": () => import("./rating/rule-list"),
  "/quy-tac-xep-loai/moi": () => import("./rating/rule-new"),
  "/quy-tac-xep-loai/:id": () => import("./rating/rule"),
  "/lich": () => import("./calendar/list"),
  "/to-chuc": () => import("./arrangement/list"),
  "/to-chuc/moi": () => import("./arrangement/new"),
  "/to-chuc/:id": () => import("./arrangement/record"),
  "/tim": () => import("./search"),
  "/nhat-ky": () => import("./changes"),
  "/nhat-ky/:id": () => import("./changes/one"),
  "/quan-tri/nguoi-dung": () => import("./admin/users"),
  "/quan-tri/nguoi-dung/moi": () => import("./admin/user-new"),
  "/quan-tri/nguoi-dung/:id": () => import("./admin/user"),
  "/tai-khoan": () => import("./account"),
  "/tro-giup": () => import("./help"),
});
