export * from "./index.js";

/**
 * Where the wasm is: `flow-embed/flow_embed.wasm` as your bundler or CDN serves it, or what you made of it. Needed once, before the
 * first call; again is a no-op. After a failure (`wasm_unavailable`) it can be called again.
 */
export function init(source: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;
