// The package's other entries in a DOM emulation.
import { FlowError } from "flow-embed";
import "flow-embed/element";
import { FlowEmbed as ReactEmbed } from "flow-embed/react";
import { installFakeWidget } from "flow-embed/testing";
import { FlowEmbed as VueEmbed } from "flow-embed/vue";
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp, h } from "vue";

let widget;
let place;
beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  place = document.body.appendChild(document.createElement("main"));
});
afterEach(() => {
  widget.uninstall();
  document.body.replaceChildren();
});

const mount = {
  async React(told) {
    const root = createRoot(place);
    await act(() => root.render(createElement(ReactEmbed, { sessionId: "one", onFinish: told, onError: told })));
    return () => act(() => root.unmount());
  },
  async Vue(told) {
    const app = createApp(() => h(VueEmbed, { sessionId: "one", onFinish: told, onError: told }));
    app.mount(place);
    return () => app.unmount();
  },
  async element(told) {
    const embed = document.createElement("flow-embed");
    for (const name of ["flow-finish", "flow-error"]) embed.addEventListener(name, ({ detail }) => told(detail));
    embed.setAttribute("session-id", "one");
    place.append(embed);
    return () => embed.remove();
  },
};

describe.each(Object.entries(mount))("With the fake widget, the %s entry", (_, mountWith) => {
  test("tells the scripted finish", async () => {
    widget = installFakeWidget({ outcome: { finish: "done" } });
    const told = vi.fn();
    const unmount = await mountWith(told);
    await vi.waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith({ id: "one", detail: "done" }));
    await unmount();
  });

  test("tells a scripted failure as a FlowError", async () => {
    widget = installFakeWidget({ outcome: { throws: "vendor" } });
    const told = vi.fn();
    const unmount = await mountWith(told);
    await vi.waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith(expect.any(FlowError)));
    await unmount();
  });

  test("ends its session when it is taken away", async () => {
    widget = installFakeWidget();
    const told = vi.fn();
    const unmount = await mountWith(told);
    await vi.waitFor(() => expect(widget.calls).toHaveLength(1));
    await unmount();
    await vi.waitFor(() => expect(document.querySelector("[id^=flow-embed]")).toBe(null));
    expect(told).not.toHaveBeenCalled();
  });
});
