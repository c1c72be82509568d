export * from "./index.js";
export { liveGuards, liveValues } from "flow-embed:glue";
