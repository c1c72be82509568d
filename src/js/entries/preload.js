const VENDOR_SCRIPTS = ["flow-widget.js", "flow-widget.umd.js"].map((file) => `https://remote.biometric.kz/widget/${file}`);

/**
 * Has the browser fetch the vendor's script while our wasm compiles; the link is taken away by the returned function.
 * A hint and nothing more: it executes nothing, and Rust decides whether the script may run.
 */
export function preloadVendorScript(options, scriptOf) {
  try {
    const script = scriptOf(options ?? {}) ?? {};
    const { nonce, crossOrigin, integrity, retries } = script;
    const urls = [script.url ?? VENDOR_SCRIPTS].flat().map((url) => new URL(url, document.baseURI));
    const [url] = urls;
    const isOnItsWay = [...document.scripts].some(({ src }) => urls.some(({ href }) => href === src));
    if (window.FlowWidget || options?.signal?.aborted || !mayRun(url)) return;
    // A preload is not checked against `integrity`, and the script would then be taken from it unchecked. An isolated
    // session's frame would fetch the script once more, as the page's own tag would. One attempt is one request.
    if (integrity || options?.isolate || retries === 0 || isOnItsWay) return;
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = url;
    link.nonce = nonce ?? document.querySelector("script[nonce]")?.nonce ?? "";
    if (crossOrigin) link.crossOrigin = crossOrigin;
    document.head.append(link);
    return () => link.remove();
  } catch {
    // No page, or options that cannot be read: Rust says which.
  }
}

/** What Rust will refuse is not fetched either. */
const mayRun = ({ protocol, hostname, origin }) =>
  protocol === "https:" ||
  (protocol === "http:" && (origin === location.origin || /^(127\.[\d.]+|(.+\.)?localhost|\[::1\])$/.test(hostname)));
