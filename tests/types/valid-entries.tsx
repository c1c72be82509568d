// Uses of the other entries that must compile.
import { FlowError, startSession, type FinishResult, type Status } from "flow-embed";
import { define, FlowEmbedElement } from "flow-embed/element";
import { FlowEmbed, useFlowSession } from "flow-embed/react";
import * as slim from "flow-embed/slim";
import { installFakeWidget } from "flow-embed/testing";
import { FlowEmbed as VueEmbed, useFlowSession as useVueSession } from "flow-embed/vue";
import { h, type GlobalComponents } from "vue";

const initialised: Promise<void> = slim.init(new URL("https://example.com/flow_embed.wasm")).then(() => slim.init(fetch("/flow_embed.wasm")));
const started: Promise<FinishResult<string>> = slim.startSession<string>({ id: "id" });
const isSame: typeof slim.startSession = startSession;

const element: FlowEmbedElement = document.createElement("flow-embed");
Object.assign(element, { script: { retries: 0 } });
element.width = 400;
element.width = null;
element.locale = "kk-KZ";
define();
define("my-check");
element.addEventListener("flow-finish", ({ detail }) => detail.id.trim());
document.addEventListener("flow-error", ({ detail }) => detail.code === "cancelled");
window.addEventListener("flow-status", ({ detail }) => detail === "active");
const session: Promise<FinishResult> = element.start();

function Page({ id }: { id: string }) {
  const { start, cancel, status, result, error } = useFlowSession();
  const known: Status | "idle" | "failed" = status;
  return (
    <section>
      <button onClick={() => void start({ id, locale: "ru" })}>{known}</button>
      <button onClick={cancel}>{error instanceof FlowError ? error.code : result?.id}</button>
      <FlowEmbed sessionId={id} width="100%" isolate onFinish={({ detail }) => detail} onError={(error) => error.retryable} onStatus={(status) => status.length} />
      <FlowEmbed sessionId={id} id="check" className="card" style={{ height: 600 }} data-step={2} aria-label="Check" ref={(embed) => embed?.reset()} />
      <flow-embed session-id={id} locale="kz" manual keep-mounted ref={(embed) => void embed?.start()} />
      <flow-embed sessionId={id} script={{ retries: 0 }} onflow-finish={({ detail }) => void detail.id} />
    </section>
  );
}

const vnode = h(VueEmbed, { sessionId: "id", height: 600, onFinish: ({ id }) => void id, onError: ({ code }) => void code, onStatus: (status) => void status.length });
const decorated = h(VueEmbed, { sessionId: "id", id: "check", class: "card", style: { height: "600px" }, "data-step": 2, "aria-label": "Check" });
const { status, error } = useVueSession();
const code: string | undefined = error.value?.code ?? status.value;
type ElementProps = InstanceType<GlobalComponents["flow-embed"]>["$props"];
const props: ElementProps = { sessionId: "id", keepMounted: true, class: "card" };

const widget = installFakeWidget({ outcome: { finish: { any: "detail" }, after: 10 } });
const locale: string | undefined = widget.calls[0]?.locale;
widget.finish();
installFakeWidget({ outcome: "script-fails", window });

export { code, decorated, initialised, isSame, locale, Page, props, session, started, vnode };
