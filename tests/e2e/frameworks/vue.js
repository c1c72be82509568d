// A Vue app with everything of flow-embed/vue in it; the tests drive it through `window.app`.
import { FlowError } from "flow-embed";
import "flow-embed/element";
import { FlowEmbed, useFlowSession } from "flow-embed/vue";
import { createApp, h, KeepAlive, nextTick, onMounted, shallowRef, Teleport, Transition, version, vShow, withDirectives } from "vue";

const Hook = {
  props: { startWith: Object },
  setup({ startWith }) {
    const session = useFlowSession();
    window.app.hookOf = session;
    onMounted(() => startWith && session.start(startWith));
    return () => [h("p", session.status.value), h("div", { id: "host" })];
  },
};

const Elsewhere = { name: "Elsewhere", render: () => h("p", "elsewhere") };
const Around = { name: "Around", setup: (_, { slots }) => () => h("section", slots.default()) };

/** Where a component may be, and be away from, without being unmounted. */
const places = {
  "keep-alive": (isThere, node) => h(KeepAlive, null, () => (isThere ? node() : h(Elsewhere))),
  "keep-alive around another": (isThere, node) => h(KeepAlive, null, () => (isThere ? h(Around, null, { default: node }) : h(Elsewhere))),
  "keep-alive in a transition": (isThere, node) => h(Transition, { css: false, onLeave: (_, done) => requestAnimationFrame(done) }, () => h(KeepAlive, null, () => (isThere ? node() : h(Elsewhere)))),
  teleport: (isThere, node) => h("div", [h(Teleport, { to: "body", disabled: isThere }, [node()])]),
  "v-show": (isThere, node) => withDirectives(h("section", [node()]), [[vShow, isThere]]),
};
const listenersOf = (tell) => ({ onStatus: (status) => tell("status", status), onFinish: (result) => tell("finish", result), onError: (error) => tell("error", error) });

const shown = shallowRef(() => null);
createApp({ render: () => shown.value() }).mount("#app");
const render = (tree) => {
  shown.value = tree;
  return nextTick();
};

window.app = {
  version,
  FlowError,
  told: [],
  show({ key, tell = (...what) => app.told.push(what), ...props }) {
    return render(() => h(FlowEmbed, { key, ...props, ...listenersOf(tell) }));
  },
  showIn(place, isThere, props) {
    return render(() => places[place](isThere, () => h(FlowEmbed, { ...props, ...listenersOf((...what) => app.told.push(what)) })));
  },
  showHook({ startWith } = {}) {
    return render(() => h(Hook, { startWith }));
  },
  get hook() {
    const { start, cancel, status, result, error } = app.hookOf;
    return { start, cancel, status: status.value, result: result.value, error: error.value };
  },
  showElement({ sessionId, locale, script }) {
    return render(() => h("flow-embed", { sessionId, locale, script, "onFlow-finish": ({ detail }) => app.told.push(["finish", detail]) }));
  },
  clear: () => render(() => null),
  leave: (onLayout) => render(() => null).then(onLayout),
};
