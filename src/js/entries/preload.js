const VENDOR_SCRIPT = "https://remote.biometric.kz/widget/flow-widget.js";

/**
 * Has the browser fetch the vendor's script while our wasm compiles; the link is taken away by the returned function.
 * A hint and nothing more: it executes nothing, and Rust decides whether the script may run.
 */
export function preloadVendorScript(options, scriptOf) {
  try {
    const script = scriptOf(options ?? {}) ?? {};
    const { url = VENDOR_SCRIPT, nonce, crossOrigin, integrity } = script;
    // A preload is not checked against `integrity`, and the script would then be taken from it unchecked. An isolated
    // session's frame would fetch the script once more.
    if (window.FlowWidget || integrity || options?.isolate || options?.signal?.aborted) return;
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = Array.isArray(url) ? url[0] : url;
    link.nonce = nonce ?? document.querySelector("script[nonce]")?.nonce ?? "";
    if (crossOrigin) link.crossOrigin = crossOrigin;
    document.head.append(link);
    return () => link.remove();
  } catch {
    // No page, or options that cannot be read: Rust says which.
  }
}
