// Who may sign in, in what roles.

import { Link } from "wouter-preact";
import { all, api, ask, type Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { showTime } from "../../format";
import { label, options, t } from "../../words";
import { useReading } from "../../ui/data";
import { Page } from "../../ui/page";
import { Chip, Empty } from "../../ui/state";
import { List } from "../../ui/table";

type User = Schemas["UserView"];

export function UserState({ of }: { of: User }) {
  return <Chip tone={of.status === "active" ? "good" : "bad"}>{t(`admin.status.${of.status}`)}</Chip>;
}

export default function Users() {
  const who = useWho();
  const grants = useReading(() => all((cursor) => ask(api.GET("/api/v1/grants", { params: { query: { limit: 200, cursor } } }))), []);
  const roles = (u: User) => [...new Set(grants.data?.filter((g) => g.user_id === u.id).map((g) => label("role", g.role)))].join("; ") || "—";
  const add = who.may("admin") && <Link class="button primary" href="/quan-tri/nguoi-dung/moi">{t("admin.add")}</Link>;
  return (
    <Page title={t("admin.title")} actions={add}>
      <List<User>
        path="/users" caption={t("admin.title")} empty={<Empty text={t("admin.empty")}>{add}</Empty>}
        filters={[
          { name: "username", title: t("admin.username") },
          { name: "role", title: t("admin.role"), options: options("role") },
          { name: "status", title: t("admin.status"), options: ["active", "disabled"].map((s) => ({ value: s, label: t(`admin.status.${s}`) })) },
        ]}
        columns={[
          { name: "display_name", title: t("admin.display_name"), show: (u) => <Link href={`/quan-tri/nguoi-dung/${u.id}`}>{u.display_name || u.username}</Link> },
          { name: "username", title: t("admin.username"), sort: true, show: (u) => u.username },
          { name: "roles", title: t("admin.roles"), show: roles },
          { name: "status", title: t("admin.status"), show: (u) => <UserState of={u} /> },
          { name: "must_change_password", title: t("admin.password"), show: (u) => t(u.must_change_password ? "admin.must_change" : "admin.own_password") },
          { name: "created_at", title: t("admin.created"), show: (u) => showTime(u.created_at) },
        ]}
      />
    </Page>
  );
}
