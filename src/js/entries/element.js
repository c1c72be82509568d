import { define } from "./element/element.js";

export { define, FlowEmbedElement } from "./element/element.js";
define();
