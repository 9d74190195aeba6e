// Every page by its address; each is fetched when it is first shown.

import type { Loader } from "../frame/app";
import type { YearProps } from "../frame/year";
import { withMoreWords } from "../words";

/** Pages of a bloc's year, by the last part of /khoi/…/nam/…/…. */
export const yearPages: Record<string, Loader<YearProps>> = {
  "tong-quan": () => import("./overview"),
  "giao-uoc": () => import("./agreement/year"),
  "dang-ky": () => withMoreWords(import("./registration/year")),
  "tien-do": () => withMoreWords(import("./progress/year")),
  "mo-hinh": () => withMoreWords(import("./model/year")),
  "xep-loai": () => withMoreWords(import("./rating/year")),
  "thanh-vien": () => import("./term/members"),
  "khen-thuong": () => import("./award/year"),
  "bao-cao": () => withMoreWords(import("./report/year")),
};

/** The other pages, by their address; the first that fits is shown. */
export const pages: Record<string, Loader<Record<string, string>>> = {
  "/giao-uoc/:id": () => import("./agreement/record"),
  "/dang-ky/:id": () => withMoreWords(import("./registration/record")),
  "/noi-dung/:id": () => import("./agreement/commitment"),
  "/khen-thuong/:id": () => import("./award/record"),
  "/bao-cao/:kind/:id": () => withMoreWords(import("./report/record")),
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
  "/mo-hinh/:id": () => withMoreWords(import("./model/record")),
  "/quy-tac-xep-loai": () => withMoreWords(import("./rating/rule-list")),
  "/quy-tac-xep-loai/moi": () => withMoreWords(import("./rating/rule-new")),
  "/quy-tac-xep-loai/:id": () => withMoreWords(import("./rating/rule")),
  "/lich": () => withMoreWords(import("./calendar/list")),
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
  "/tro-giup": () => withMoreWords(import("./help")),
};
