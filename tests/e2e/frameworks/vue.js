// A Vue app with everything of flow-embed/vue in it; the tests drive it through `window.app`.
import { FlowError } from "flow-embed";
import "flow-embed/element";
import { FlowEmbed, useFlowSession } from "flow-embed/vue";
import { createApp, h, nextTick, onMounted, shallowRef, version } from "vue";

const Hook = {
  props: { startWith: Object },
  setup({ startWith }) {
    const session = useFlowSession();
    window.app.hookOf = session;
    onMounted(() => startWith && session.start(startWith));
    return () => [h("p", session.status.value), h("div", { id: "host" })];
  },
};

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
    const listeners = { onStatus: (status) => tell("status", status), onFinish: (result) => tell("finish", result), onError: (error) => tell("error", error) };
    return render(() => h(FlowEmbed, { key, ...props, ...listeners }));
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
