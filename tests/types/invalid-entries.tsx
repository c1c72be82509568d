// Uses of the other entries that must not compile: each line after an expectation has an error.
import { FlowEmbedElement } from "flow-embed/element";
import { FlowEmbed, useFlowSession } from "flow-embed/react";
import { init } from "flow-embed/slim";
import { installFakeWidget } from "flow-embed/testing";
import { FlowEmbed as VueEmbed } from "flow-embed/vue";
import { h } from "vue";

// @ts-expect-error a source is needed
init();

declare const element: FlowEmbedElement;
// @ts-expect-error the status is read-only
element.status = "idle";
// @ts-expect-error no such presentation
element.presentation = "popup";
// @ts-expect-error no such option
element.script = { retry: 1 };
// @ts-expect-error the detail is unknown
element.addEventListener("flow-finish", ({ detail }) => detail.detail.passed);
// @ts-expect-error no such status
element.addEventListener("flow-status", ({ detail }) => detail === "idle");

// @ts-expect-error a session id is needed
export const withoutId = <FlowEmbed />;
// @ts-expect-error no such property
export const misspelt = <FlowEmbed sessionId="id" onFinished={() => {}} />;
// @ts-expect-error an attribute of another type
export const wrongAttribute = <flow-embed session-id={1} />;
// @ts-expect-error exactly optional: undefined is no width
export const exactlyOptional = <FlowEmbed sessionId="id" width={undefined} />;
// @ts-expect-error the ref is the element
export const wrongRef = <FlowEmbed sessionId="id" ref={(embed: HTMLDivElement | null) => void embed} />;
// @ts-expect-error no such state
export const wrongAria = <FlowEmbed sessionId="id" aria-busy="often" />;
// @ts-expect-error the hook has a signal of its own
useFlowSession().start({ id: "id", signal: new AbortController().signal });

// @ts-expect-error a session id is needed
h(VueEmbed, { locale: "ru" });
// @ts-expect-error the listener takes a FinishResult
h(VueEmbed, { sessionId: "id", onFinish: (result: string) => result });

// @ts-expect-error no such outcome
installFakeWidget({ outcome: "succeeds" });
// @ts-expect-error calls are read-only
installFakeWidget().calls.push({ id: "", selector: "", locale: "" });
