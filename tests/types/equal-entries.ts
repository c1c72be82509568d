// The types of the other entries equal the contract, name by name and in both directions.
import type * as BuiltElement from "flow-embed/element";
import type * as BuiltReact from "flow-embed/react";
import type * as BuiltSlim from "flow-embed/slim";
import type * as BuiltTesting from "flow-embed/testing";
import type * as BuiltVue from "flow-embed/vue";
import type * as ContractElement from "contract/element";
import type * as ContractReact from "contract/react";
import type * as ContractSlim from "contract/slim";
import type * as ContractTesting from "contract/testing";
import type { AriaAttributes } from "react";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};
/** What a class has beyond every element. */
type Own<T> = Pick<T, Exclude<keyof T, keyof HTMLElement>>;

same<typeof BuiltSlim.init, typeof ContractSlim.init>(true);
same<keyof typeof BuiltSlim, keyof typeof ContractSlim>(true);
same<typeof BuiltSlim.startSession, typeof ContractSlim.startSession>(true);
same<Own<BuiltElement.FlowEmbedElement>, Own<ContractElement.FlowEmbedElement>>(true);
same<typeof BuiltElement.define, typeof ContractElement.define>(true);
same<BuiltElement.FlowEmbedEventMap, ContractElement.FlowEmbedEventMap>(true);
same<BuiltReact.FlowEmbedProps, ContractReact.FlowEmbedProps>(true);
same<typeof BuiltReact.FlowEmbed, typeof ContractReact.FlowEmbed>(true);
same<typeof BuiltReact.useFlowSession, typeof ContractReact.useFlowSession>(true);
same<BuiltTesting.FakeWidgetOptions, ContractTesting.FakeWidgetOptions>(true);
same<BuiltTesting.FakeWidget, ContractTesting.FakeWidget>(true);
same<typeof BuiltTesting.installFakeWidget, typeof ContractTesting.installFakeWidget>(true);

// Vue's component takes the props of React's, less what is React's own, and what Vue hands on to any element by itself.
type ByVueItself = "className" | "style" | "id" | "ref" | keyof AriaAttributes | `data-${string}`;
same<BuiltVue.FlowEmbedProps, Omit<ContractReact.FlowEmbedProps, ByVueItself | "onFinish" | "onError" | "onStatus">>(true);
same<ReturnType<typeof BuiltVue.useFlowSession>["start"], ReturnType<typeof ContractReact.useFlowSession>["start"]>(true);
