import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { api, ask, type Problem, type Schemas } from "../api/client";
import { endedHere, leftWords, signIn } from "../session";
import { lang, t, type Lang } from "../words";
import { useSpeech } from "./app";
import { Form, type Body } from "../ui/form";
import { PasswordInput } from "../ui/password";

function Alone({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} – ${t("ui.product")}`;
  }, [title]);
  return (
    <>
      <header class="band"><p class="product">{t("ui.product")}</p><Languages /></header>
      <main class="alone"><h1>{title}</h1>{children}</main>
    </>
  );
}

const names: Record<Lang, string> = { vi: "Tiếng Việt", en: "English" };

/** The languages, each in its own words. */
export function Languages() {
  const change = useSpeech();
  return (
    <div class="languages" role="group" aria-label={t("ui.language")}>
      {(["vi", "en"] as const).map((l) => (
        <button key={l} type="button" lang={l} aria-pressed={l === lang()} aria-label={`${l.toUpperCase()} – ${names[l]}`} onClick={() => change(l)}>{l.toUpperCase()}</button>
      ))}
    </div>
  );
}

export function Login() {
  const [said] = useState(leftWords);
  return (
    <Alone title={t("login.title")}>
      {said && <p class="note good" role="status">{t(said)}</p>}
      <LoginForm />
      <p class="hint">{t("login.forgot")}</p>
      <p><Link href="/thiet-lap">{t("login.first")}</Link></p>
    </Alone>
  );
}

/** Over a page whose session ended: what is on the page stays as it is. */
export function LoginAgain({ username }: { username: string }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
  }, []);
  return (
    <dialog ref={box} aria-labelledby="again" onCancel={(e) => e.preventDefault()}>
      <h2 id="again">{t("login.expired")}</h2>
      <p>{t("login.expired_help")}</p>
      <LoginForm username={username} />
    </dialog>
  );
}

function LoginForm({ username = "" }: { username?: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);
  const submit = async (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const name = String(form.get("username")), password = String(form.get("password"));
    if (!name || !password) return setProblem({ code: "required", title: t("login.need"), status: 0 });
    setBusy(true);
    const refused = await signIn(name, password, form.has("remember")).catch(() => ({ code: "offline", title: t("ui.offline"), status: 0 }));
    setBusy(false);
    if (refused) setProblem(refused as Problem);
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      {problem && (
        <div class="note error" role="alert" tabIndex={-1} ref={summary}>
          <p><strong>{problem.title}</strong></p>
          {problem.detail && <p>{problem.detail}</p>}
          {problem.code === "wrong_credentials" && <p>{t("login.unikey")}</p>}
        </div>
      )}
      <div class="field"><label for="username">{t("login.username")}</label><input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} defaultValue={username} /></div>
      <div class="field">
        <label for="password">{t("login.password")}</label>
        <PasswordInput id="password" name="password" autocomplete="current-password" />
      </div>
      <label class="check"><input type="checkbox" name="remember" /> {t("login.remember")}</label>
      <div class="buttons"><button class="primary" disabled={busy}>{t("login.submit")}</button></div>
    </form>
  );
}

/** The first administrator of empty books, who is signed in at once. */
export function SetUp() {
  const [, go] = useLocation();
  const typed = useRef<Body>({});
  const enter = async () => {
    await signIn(String(typed.current.username), String(typed.current.password), false).catch(() => undefined);
    typed.current = {};
    go("/");
  };
  return (
    <Alone title={t("setup.title")}>
      <p>{t("setup.intro")}</p>
      <Form
        name="setup" button={t("setup.submit")}
        fields={[
          { name: "code", title: t("setup.code"), hint: t("setup.code_hint"), kind: "text", required: true },
          { name: "username", title: t("login.username"), hint: t("setup.username_hint"), kind: "text", required: true },
          { name: "display_name", title: t("setup.display_name"), kind: "text" },
          { name: "password", title: t("login.password"), hint: t("setup.password_hint"), kind: "password", required: true },
        ]}
        send={(body) => {
          typed.current = body;
          return ask(api.POST("/api/v1/auth/setup", { body: { ...body, language: lang() } as Schemas["SetUpInputBody"] }));
        }}
        saved={() => void enter()}
      />
      <p class="hint">{t("setup.next")}</p>
      <p><Link href="/">{t("setup.back")}</Link></p>
    </Alone>
  );
}

export function ChangePassword({ must = false }: { must?: boolean }) {
  return (
    <Alone title={t("password.title")}>
      {must && <p>{t("password.must")}</p>}
      <Form
        name="password"
        fields={[
          { name: "password", title: t("password.present"), kind: "password", present: true, required: true },
          { name: "new_password", title: t("password.new"), hint: t("setup.password_hint"), kind: "password", required: true },
        ]}
        send={(body) => ask(api.POST("/api/v1/me/password", { body: body as Schemas["ChangePasswordBody"] }))}
        saved={() => endedHere("password.changed")}
      />
    </Alone>
  );
}
