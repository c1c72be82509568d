const VENDOR_SCRIPT = "https://remote.biometric.kz/widget/flow-widget.js";

/**
 * Has the browser fetch the vendor's script while our wasm compiles; the link is taken away by the returned function.
 * A hint and nothing more: it executes nothing, and Rust decides whether the script may run. What a getter throws here, it
 * throws there again.
 */
export function preloadVendorScript(script, signal) {
  const link = globalThis.document?.createElement("link");
  // A preload is not checked against `integrity`, and the script would then be taken from it unchecked.
  if (!link || window.FlowWidget || signal?.aborted || script?.integrity) return () => {};
  const { url = VENDOR_SCRIPT, nonce, crossOrigin } = script ?? {};
  link.rel = "modulepreload";
  link.href = Array.isArray(url) ? url[0] : url;
  link.nonce = nonce ?? document.querySelector("script[nonce]")?.nonce ?? "";
  if (crossOrigin) link.crossOrigin = crossOrigin;
  document.head?.append(link);
  return () => link.remove();
}
