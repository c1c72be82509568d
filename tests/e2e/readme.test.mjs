// What README.md shows of hand-written glue and what replaces it, of the element, of React and Vue and of the wasm apart, as it stands there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";
import { harness } from "./support/harness.mjs";

const it = harness();
const bundles = fileURLToPath(new URL("../../target/readme/", import.meta.url));
const shown = fileURLToPath(new URL("readme/", import.meta.url));
const read = (name) => readFileSync(shown + name, "utf8");
const importMap = `<script type="importmap">{ "imports": { "flow-embed": "/dist/index.js", "flow-embed/element": "/dist/element.js", "flow-embed/slim": "/dist/slim.js" } }</script>`;

/** Single-file components with their template in the render function, as Vue's build tools make them. */
const vueFiles = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const { descriptor } = parse(readFileSync(path, "utf8"), { filename: path });
      return { contents: compileScript(descriptor, { id: path, inlineTemplate: true }).content, loader: "js" };
    });
  },
};
const apps = {
  react: `import { createRoot } from "react-dom/client"; import { createElement } from "react"; import * as components from "./react.jsx";
    window.show = (name, props) => createRoot(document.querySelector("#app")).render(createElement(components[name], props));`,
  vue: `import { createApp } from "vue"; import Check from "./Check.vue"; import CheckInDialog from "./CheckInDialog.vue";
    window.show = (name, { onFinish, ...props }) => createApp({ Check, CheckInDialog }[name], { ...props, onVerified: onFinish }).mount("#app");`,
};

before(() =>
  Promise.all(
    Object.entries(apps).map(([name, contents]) =>
      build({
        stdin: { contents, resolveDir: shown },
        outfile: `${bundles}${name}.js`,
        bundle: true,
        format: "esm",
        jsx: "automatic",
        define: { "process.env.NODE_ENV": `"production"` },
        plugins: [vueFiles],
      }),
    ),
  ),
);

const widget = `<script>window.calls = fakeWidget(() => {});</script>`;

/** Keeps what the page logs, for the test to read. */
const logs = `<script>window.logged = []; console.log = (...values) => logged.push(values);</script>`;

test("README's hand-written glue runs a session and logs its finish", async () => {
  const body = read("glue.html")
    .replace("https://remote.biometric.kz/widget/flow-widget.js", it.sandbox.script({ auto: "pass" }))
    .replace("https://kyc.biometric.kz", it.sandbox.origin)
    .replace("the flow's key, for every visitor to read", "sandbox_LD_".padEnd(47, "0"));
  await it.open({ head: logs, body });
  assert.equal(await it.run(async () => (await verify(), await eventually(() => logged[0]?.[0]))), "finished");
});

describe("README's code in place of the glue", () => {
  const server = `window.fetch = async (url) => url.endsWith("/api/flow/session") && Response.json({ session_id: "session-1", technologies: ["LD"] });`;
  const body = `<div id="kyc"></div><button id="cancelButton">Cancel</button><script type="module">${read("instead-of-glue.js")}</script>`;

  test("creates a session, starts it and logs its finish", async () => {
    await it.open({ head: `<script>fakeWidget(() => finish("well")); ${server}</script>${logs}${importMap}`, body });
    assert.deepEqual(await it.run(() => eventually(() => logged[0])), ["finished", "well"]);
  });

  test("ends by its cancel button", async () => {
    // A module's own await that rejects is an error of the window's.
    const errors = `addEventListener("error", ({ error }) => (window.thrown = error.name));`;
    await it.open({ head: `<script>window.calls = fakeWidget(() => {}); ${server} ${errors}</script>${importMap}`, body });
    const found = await it.run(async () => {
      await eventually(() => calls.length);
      cancelButton.click();
      return [calls[0].id, await eventually(() => window.thrown), document.querySelector("#kyc").innerHTML];
    });
    assert.deepEqual(found, ["session-1", "AbortError", ""]);
  });
});

test("README's element runs its session and tells of the end", async () => {
  await it.open({ head: widget + importMap, body: read("element.html") });
  const found = await it.run(async () => {
    await eventually(() => calls.length);
    finish();
    await eventually(() => document.querySelector("output").innerText);
    return [calls[0].id, calls[0].locale, document.querySelector("output").innerText];
  });
  assert.deepEqual(found, ["session-1", "kz", "finished session-1"]);
});

test("README's element tells of a failure", async () => {
  await it.open({ head: `<script>fakeWidget(() => { throw 1; });</script>${importMap}`, body: read("element.html") });
  assert.equal(await it.run(() => eventually(() => document.querySelector("output").innerText)), "failed: start_failed");
});

test("README's wasm apart is initialised and runs a session", async () => {
  await it.open({ head: `<script>fakeWidget(() => finish("well"));</script>${importMap}`, body: `<div id="kyc"></div><output></output>${read("slim.html")}` });
  assert.equal(await it.run(() => eventually(() => document.querySelector("output").innerText)), "finished well");
});

for (const name of Object.keys(apps)) {
  describe(`README's ${name} components`, () => {
    const open = async () => {
      const url = it.site.directory(bundles);
      await it.open({ head: `${widget}<script type="module" src="${url}${name}.js"></script>`, body: `<div id="app"></div>` });
    };

    test("run a session in their place", async () => {
      await open();
      const found = await it.run(async () => {
        const finished = new Promise((resolve) => show("Check", { sessionId: "one", onFinish: resolve }));
        await eventually(() => calls.length);
        const { offsetHeight } = document.querySelector(calls[0].selector);
        finish("done");
        return [offsetHeight, await finished];
      });
      assert.deepEqual(found, [600, { id: "one", detail: "done" }]);
    });

    test("run a session in a dialog by a button, and another after it was closed", async () => {
      await open();
      const found = await it.run(async () => {
        const app = document.querySelector("#app");
        const press = async () => {
          const button = await eventually(() => app.querySelector("button:enabled"));
          button.click();
        };
        show("CheckInDialog", { sessionId: "one" });
        await press();
        await eventually(() => calls.length);
        const isDisabled = app.querySelector("button").disabled;
        document.querySelector("body > div:not(#app)").shadowRoot.querySelector("dialog button").click();
        await press();
        await eventually(() => calls.length === 2);
        finish();
        await eventually(() => app.innerText === "Thank you");
        return [isDisabled, app.innerText, calls.length];
      });
      assert.deepEqual(found, [true, "Thank you", 2]);
    });
  });
}
