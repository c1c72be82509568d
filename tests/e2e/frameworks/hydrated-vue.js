// Pages that a server renders with Vue, and the app that takes them over in the browser.
import { FlowEmbed } from "flow-embed/vue";
import { createSSRApp, h, nextTick, Suspense, version } from "vue";
import { renderToString } from "vue/server-renderer";

/** In the browser it is there once `window.release` was called. */
const Late = {
  async setup() {
    if (globalThis.window) await window.releasing;
    return () => h("p", "late");
  },
};

const raw = () => h("flow-embed", { "session-id": "one", locale: "en" });
const pages = {
  raw,
  attributes: () => h("flow-embed", { class: "card", locale: "kk", presentation: "inline", height: 500, style: { width: "300px" }, "session-id": "one", "data-step": 1, "aria-label": "Check" }),
  between: () => h("main", ["before", raw(), h("p", "after")]),
  children: () => h("flow-embed", { "session-id": "one" }, [h("p", "fallback"), "text"]),
  suspense: () => h(Suspense, null, { default: () => h("div", [h("section", [raw()]), h(Late)]) }),
  component: (props) => h(FlowEmbed, { sessionId: "one", locale: "en", id: "check", class: "card", style: { width: "300px" }, "data-step": 1, "aria-label": "Check", isolate: false, height: 500, ...props }),
};

const appOf = (name, props) => createSSRApp({ render: () => pages[name](props) });

export const render = (name) => renderToString(appOf(name, {}));

if (globalThis.window) {
  window.releasing = new Promise((resolve) => (window.release = resolve));
  window.app = {
    version,
    hydrate(name, props = {}) {
      const app = appOf(name, props);
      app.config.warnHandler = (text) => complaints.push(text);
      app.mount("#app");
      return nextTick();
    },
  };
}
