import { render } from "preact";
import "./style.css";
import { App } from "./frame/app";
import { applySize } from "./frame/size";
import { preferred, speak } from "./words";
import { mayBeSignedIn, renew } from "./session";

applySize();
await speak(preferred());
if (mayBeSignedIn()) await renew().catch(() => false);
render(<App />, document.getElementById("app")!);
