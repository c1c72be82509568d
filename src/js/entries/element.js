import { define } from "flow-embed:element";

export { define, FlowEmbedElement } from "flow-embed:element";
define();
