import { computed, defineComponent, h, onBeforeUnmount, onMounted, onScopeDispose, shallowRef, watch } from "vue";
import { idle, runIn, sessionWithState } from "./component.js";

export const FlowEmbed = /* @__PURE__ */ defineComponent({
  name: "FlowEmbed",
  props: {
    sessionId: { type: String, required: true },
    locale: String,
    width: [Number, String],
    height: [Number, String],
    presentation: String,
    isolate: Boolean,
    keepMounted: Boolean,
    script: Object,
  },
  emits: ["finish", "error", "status"],
  setup(props, { emit }) {
    const host = shallowRef();
    let stop = () => {};
    const start = () => {
      stop();
      stop = runIn(host.value, props, emit);
    };
    onMounted(start);
    watch(() => props.sessionId, start, { flush: "post" });
    onBeforeUnmount(() => stop());
    return () => h("div", { ref: host });
  },
});

export function useFlowSession() {
  const state = shallowRef(idle);
  const { start, cancel, mount } = sessionWithState((next) => {
    state.value = next;
  });
  onScopeDispose(mount());
  const refs = Object.keys(idle).map((name) => [name, computed(() => state.value[name])]);
  return { start, cancel, ...Object.fromEntries(refs) };
}
