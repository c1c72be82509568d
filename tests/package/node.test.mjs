// The installed package in Node: imported, required, and rendered on a server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { before, describe, test } from "node:test";
import { install } from "./support/packed.mjs";

let app;
before(() => {
  app = install("node");
});

/** Runs a module or a CommonJS script in the app; yields what it passes to `done`. */
const run = (type, code, ...flags) => {
  const done = "const done = (value) => console.log(JSON.stringify(value));";
  return JSON.parse(execFileSync(process.execPath, [...flags, `--input-type=${type}`, "--eval", `${done}${code}`], { cwd: app, encoding: "utf8" }));
};
const inModule = (code) => run("module", code);
/** As Node 20.19, 22.12 and later do by themselves, and as older ones do. */
const waysToRequire = { "that can require modules": [], "that cannot require modules": ["--no-experimental-require-module"] };

const functions = ["checkEnvironment", "createSession", "getResult", "load", "startSession"];
const entries = {
  "flow-embed": ["FlowError", "isValidIin", ...functions],
  "flow-embed/slim": ["FlowError", "init", "isValidIin", ...functions],
  "flow-embed/element": ["FlowEmbedElement", "define"],
  "flow-embed/react": ["FlowEmbed", "useFlowSession"],
  "flow-embed/vue": ["FlowEmbed", "useFlowSession"],
  "flow-embed/testing": ["installFakeWidget"],
};

for (const [entry, names] of Object.entries(entries)) {
  const expected = [[...names].sort(), []];
  const listing = `done([Object.keys(entry).filter((name) => name !== "__esModule" && name !== "module.exports").sort(), Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))]);`;

  describe(entry, () => {
    test("is imported with exactly its exports, and touches no global", () => {
      // React and Vue note themselves in the global object: that is theirs.
      const peers = `await import("react"); await import("vue");`;
      assert.deepEqual(inModule(`${peers} const before = Object.getOwnPropertyNames(globalThis); const entry = await import("${entry}"); ${listing}`), expected);
    });

    for (const [node, flags] of Object.entries(waysToRequire)) {
      test(`is required by a Node ${node} with exactly its exports, and touches no global`, () => {
        const code = `require("react"); require("vue"); const before = Object.getOwnPropertyNames(globalThis); const entry = require("${entry}"); ${listing}`;
        assert.deepEqual(run("commonjs", code, ...flags), expected);
      });
    }
  });
}

describe("The package in Node", () => {
  test("is one, imported and required: one FlowError, one startSession", () => {
    const code = `const required = require("flow-embed"); import("flow-embed").then((imported) => done([required.FlowError === imported.FlowError, required.startSession === imported.startSession]));`;
    assert.deepEqual(run("commonjs", code), [true, true]);
  });

  for (const [node, flags] of Object.entries(waysToRequire)) {
    test(`required by a Node ${node}, says where sessions run`, () => {
      const code = `const { FlowError, startSession } = require("flow-embed"); startSession({ id: "one", selector: "#kyc" }).catch((error) => done([error instanceof FlowError, error.code, error.message]));`;
      const [isOne, errorCode, message] = run("commonjs", code, ...flags);
      assert.deepEqual([isOne, errorCode], [true, "container_not_found"]);
      assert.match(message, /browser/);
    });
  }

  test("is imported where there are no text coders, as in Jest with jsdom, and says what is missing when it is used", () => {
    const code = `delete globalThis.TextDecoder; delete globalThis.TextEncoder;
      const { load } = await import("flow-embed");
      const { code, cause } = await load().catch((error) => error);
      done([code, String(cause)]);`;
    assert.deepEqual(inModule(code), ["wasm_unavailable", "ReferenceError: TextEncoder is not defined"]);
  });

  test("does not hear a signal that is aborted once the call is over, such as a deadline", () => {
    const code = `import { createServer } from "node:http";
      import { createSession } from "flow-embed";
      const server = createServer((request, response) => response.setHeader("content-type", "application/json").end(JSON.stringify({ session_id: "one", technologies: [] })));
      await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
      const controller = new AbortController();
      const session = await createSession({ endpoint: "http://127.0.0.1:" + server.address().port, signal: controller.signal });
      const errors = [];
      process.on("uncaughtException", (error) => errors.push(error.message));
      controller.abort();
      server.close();
      await new Promise((resolve) => setImmediate(resolve));
      done([session.session_id, errors]);`;
    assert.deepEqual(inModule(code), ["one", []]);
  });

  test("by way of slim takes the wasm that is resolved by its name", () => {
    const code = `import { readFile } from "node:fs/promises";
      import { init, startSession } from "flow-embed/slim";
      await init(await readFile(new URL(import.meta.resolve("flow-embed/flow_embed.wasm"))));
      done((await startSession({ id: "one", selector: "#kyc" }).catch((error) => error)).code);`;
    assert.equal(inModule(code), "container_not_found");
  });

  test("defines no element, and define() does nothing", () => {
    assert.deepEqual(inModule(`import { define, FlowEmbedElement } from "flow-embed/element"; define("my-check"); done([typeof customElements, typeof FlowEmbedElement]);`), ["undefined", "function"]);
  });

  test("renders the React component on the server without starting anything", () => {
    const code = `import { createElement } from "react"; import { renderToString } from "react-dom/server"; import { FlowEmbed, useFlowSession } from "flow-embed/react";
      const Hook = () => createElement("p", null, useFlowSession().status);
      done([renderToString(createElement(FlowEmbed, { sessionId: "one", className: "card" })), renderToString(createElement(Hook))]);`;
    assert.deepEqual(inModule(code), [`<flow-embed session-id="one" class="card"></flow-embed>`, "<p>idle</p>"]);
  });

  test("renders the Vue component on the server without starting anything", () => {
    const code = `import { createSSRApp, h } from "vue"; import { renderToString } from "vue/server-renderer"; import { FlowEmbed, useFlowSession } from "flow-embed/vue";
      const Hook = { setup() { const { status } = useFlowSession(); return () => h("p", status.value); } };
      const html = (component, props) => renderToString(createSSRApp({ render: () => h(component, props) }));
      done([await html(FlowEmbed, { sessionId: "one", class: "card" }), await html(Hook)]);`;
    assert.deepEqual(inModule(code), [`<flow-embed session-id="one" class="card"></flow-embed>`, "<p>idle</p>"]);
  });
});
