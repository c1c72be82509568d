// Pages that a server renders with React, and the app that takes them over in the browser.
import { FlowEmbed } from "flow-embed/react";
import { StrictMode, Suspense, useEffect, version } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";

/** In the browser it is there once `window.released` says so. */
function Late() {
  if (globalThis.window && !window.released) throw window.releasing;
  return <p>late</p>;
}

const raw = <flow-embed session-id="one" locale="en" />;
const pages = {
  raw: () => raw,
  strict: () => <StrictMode>{raw}</StrictMode>,
  attributes: () => <flow-embed className="card" locale="kk" presentation="inline" height={500} style={{ width: "300px" }} session-id="one" data-step={1} aria-label="Check" />,
  between: () => <main>before{raw}<p>after</p></main>,
  children: () => <flow-embed session-id="one"><p>fallback</p>text</flow-embed>,
  suspense: () => <Suspense fallback="…"><section>{raw}</section><Late /></Suspense>,
  component: (props) => <FlowEmbed sessionId="one" locale="en" id="check" className="card" style={{ width: "300px" }} data-step={1} aria-label="Check" isolate={false} height={500} {...props} />,
  strictComponent: (props) => <StrictMode><Suspense fallback="…"><FlowEmbed sessionId="one" keepMounted {...props} /></Suspense></StrictMode>,
};

export const render = (name) => renderToString(pages[name]({}));

function App({ name, props, onReady }) {
  useEffect(() => onReady(), []);
  return pages[name](props);
}

if (globalThis.window) {
  window.releasing = new Promise((resolve) => (window.release = () => resolve((window.released = true))));
  window.app = {
    version,
    hydrate: (name, props = {}) =>
      new Promise((resolve) => {
        hydrateRoot(document.querySelector("#app"), <App name={name} props={props} onReady={resolve} />, { onRecoverableError: (error) => complaints.push(String(error)) });
      }),
  };
}
