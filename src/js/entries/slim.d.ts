export * from "./index.js";

// As in index.d.ts: no library of TypeScript's beyond ES2022 is needed.
type Global = typeof globalThis;
type URL = Global extends { URL: { prototype: infer Found } } ? Found : { readonly href: string };
type Response = Global extends { Response: { prototype: infer Found } } ? Found : never;
type Module = Global extends { WebAssembly: { Module: { prototype: infer Found } } } ? Found : never;
type BufferSource = Global extends { WebAssembly: { compile(bytes: infer Found, ...rest: never): unknown } } ? Found : ArrayBuffer | ArrayBufferView;

/**
 * Where the wasm is: `flow-embed/flow_embed.wasm` as your bundler or CDN serves it, or what you made of it. Needed once, before the
 * first call; again is a no-op. After a failure (`wasm_unavailable`) it can be called again.
 */
export function init(source: string | URL | Response | Promise<Response> | BufferSource | Module): Promise<void>;
