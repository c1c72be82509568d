// What the entries use of wasm-bindgen's JavaScript: nothing else of it is bundled. It is evaluated at the first call, and not at the import of an entry, since
// it makes a TextDecoder, which a test environment may lack.
export {
  __wbg_reset_state as restart,
  checkEnvironment,
  createSession,
  getResult,
  initSync as instantiate,
  isRunning,
  load,
  startSession,
} from "flow-embed:glue";
