// What an integrator writes by hand today, at its best: the peer of the size report and of the startup bench.

const style = ".kyc-frame { width: 400px; height: 600px } #flow-widget { width: 100%; height: 100%; position: relative }";

let script;

/** The vendor's script, loaded once. Its event is awaited, where many glues ask every 200 ms. */
export function load(url = "https://remote.biometric.kz/widget/flow-widget.js") {
  script ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.type = "module";
    tag.src = url;
    tag.onload = resolve;
    tag.onerror = () => {
      script = undefined;
      tag.remove();
      reject(new Error("The widget's script could not be loaded."));
    };
    document.head.append(tag);
  });
  return script;
}

export async function startSession({ id, selector, locale = "ru", url }) {
  const host = document.querySelector(selector);
  if (!host) throw new Error(`There is no element ${selector}.`);
  if (!document.querySelector("#kyc-style")) {
    const sheet = document.createElement("style");
    sheet.id = "kyc-style";
    sheet.textContent = style;
    document.head.append(sheet);
  }
  const frame = document.createElement("div");
  frame.className = "kyc-frame";
  const mount = document.createElement("div");
  mount.id = "flow-widget";
  frame.append(mount);
  host.append(frame);
  try {
    // Once it has loaded, a start needs no turn of the event loop.
    if (!window.FlowWidget) await load(url);
    if (!window.FlowWidget) throw new Error("The widget's script has loaded, but there is no FlowWidget.");
    return await new Promise((resolve, reject) => {
      window.addEventListener("finish", ({ detail }) => resolve({ id, detail }), { once: true });
      Promise.resolve(window.FlowWidget.startSession({ id, selector: "#flow-widget", locale })).catch(reject);
    });
  } finally {
    frame.remove();
  }
}
