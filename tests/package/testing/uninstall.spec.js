// What the fake widget makes up, and that it is gone afterwards.
import { startSession } from "flow-embed";
import { installFakeWidget } from "flow-embed/testing";
import { expect, test } from "vitest";

/** Everything that a fake may touch. */
const surface = () => ({
  FlowWidget: Object.getOwnPropertyDescriptor(window, "FlowWidget"),
  CSS: Object.getOwnPropertyDescriptor(window, "CSS"),
  createElement: Object.getOwnPropertyDescriptor(document, "createElement"),
  ...Object.fromEntries(["offsetWidth", "offsetHeight"].map((name) => [name, Object.getOwnPropertyDescriptor(HTMLElement.prototype, name)])),
  getClientRects: Object.getOwnPropertyDescriptor(Element.prototype, "getClientRects"),
  ...Object.fromEntries(["showModal", "close"].map((name) => [name, Object.getOwnPropertyDescriptor(HTMLDialogElement.prototype, name)])),
});

test.each([[undefined], [{ outcome: { finish: 1 } }], [{ outcome: "script-fails" }]])("Everything is as it was before, with %o", async (options) => {
  const before = surface();
  const widget = installFakeWidget(options);
  await startSession({ id: "one", script: { retries: 0 }, signal: AbortSignal.timeout(100) }).catch(() => {});
  widget.uninstall();
  expect(surface()).toEqual(before);
});

test("A FlowWidget of the page's own is back in its place, and a second uninstall does nothing", () => {
  const own = { startSession() {} };
  window.FlowWidget = own;
  const widget = installFakeWidget();
  expect(window.FlowWidget).not.toBe(own);
  widget.uninstall();
  window.FlowWidget = undefined;
  widget.uninstall();
  expect(window.FlowWidget).toBe(undefined);
  delete window.FlowWidget;
});

test("One that is installed over another gives way to it again", async () => {
  const first = installFakeWidget({ outcome: { finish: "first" } });
  const second = installFakeWidget({ outcome: { finish: "second" } });
  expect((await startSession({ id: "one" })).detail).toBe("second");
  second.uninstall();
  expect((await startSession({ id: "two" })).detail).toBe("first");
  first.uninstall();
});

test("A finish that was due after uninstall does not come", async () => {
  const events = [];
  const hear = ({ detail }) => events.push(detail);
  document.addEventListener("finish", hear);
  const widget = installFakeWidget({ outcome: { finish: "late", after: 1 } });
  const controller = new AbortController();
  const session = startSession({ id: "one", signal: controller.signal, onStatus: (status) => status === "active" && widget.uninstall() });
  await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  await session.catch(() => {});
  document.removeEventListener("finish", hear);
  expect(events).toEqual([]);
});

test("Nothing but the container seems to have a size", () => {
  const widget = installFakeWidget();
  const element = document.body.appendChild(document.createElement("div"));
  element.style.cssText = "width: 100px; height: 100px";
  expect([element.offsetWidth, element.offsetHeight]).toEqual([0, 0]);
  element.remove();
  widget.uninstall();
});

test("A dialog opens where style sheets cannot be filled, as in older versions of jsdom", async () => {
  const { prototype } = CSSStyleSheet;
  const before = Object.getOwnPropertyDescriptor(prototype, "replaceSync");
  Object.defineProperty(prototype, "replaceSync", { value: undefined, configurable: true });
  const widget = installFakeWidget({ outcome: { finish: "done" } });
  const { detail } = await startSession({ id: "one" });
  widget.uninstall();
  const after = prototype.replaceSync;
  delete prototype.replaceSync;
  if (before) Object.defineProperty(prototype, "replaceSync", before);
  expect([detail, after]).toEqual(["done", undefined]);
});
