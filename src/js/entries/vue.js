import { computed, defineComponent, h, onBeforeMount, onBeforeUnmount, onMounted, onScopeDispose, shallowRef, watch } from "vue";
import { attributes, define, events, properties } from "flow-embed:element";
import { attributesOf, idle, sessionWithState, setProperties, startWithoutId, tieTo } from "./component.js";

const propsOfElement = () => ({
  ...Object.fromEntries(Object.entries(attributes).map(([name, [, { types }]]) => [name, { type: types, required: name === "sessionId" }])),
  ...Object.fromEntries(Object.entries(properties).map(([name, types]) => [name, { type: types }])),
});

const componentOfElement = () =>
  defineComponent({
    name: "FlowEmbed",
    props: propsOfElement(),
    emits: events,
    setup(props, { emit }) {
      const element = shallowRef();
      let unmount;
      const set = ({ el }) => setProperties(el, props);
      const startUnlessId = () => startWithoutId(element.value, props);
      onBeforeMount(() => define());
      onMounted(startUnlessId);
      watch(() => props.sessionId, startUnlessId, { flush: "post" });
      onBeforeUnmount(() => unmount?.());
      // Before it is put into the page, where it starts in a microtask.
      const onVnodeBeforeMount = (vnode) => {
        set(vnode);
        unmount = tieTo(emit).mount(vnode.el);
      };
      return () => h("flow-embed", { ref: element, ...attributesOf(props), onVnodeBeforeMount, onVnodeBeforeUpdate: set });
    },
  });

export const FlowEmbed = /* @__PURE__ */ componentOfElement();

export function useFlowSession() {
  const state = shallowRef(idle);
  const { start, cancel, mount } = sessionWithState((next) => {
    state.value = next;
  });
  onScopeDispose(mount());
  const refs = Object.keys(idle).map((name) => [name, computed(() => state.value[name])]);
  return { start, cancel, ...Object.fromEntries(refs) };
}
