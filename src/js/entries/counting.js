export * from "./index.js";
export { liveGuards } from "flow-embed:glue";
