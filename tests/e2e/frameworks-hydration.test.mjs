// Pages' input 18: what a server rendered of <flow-embed> was running when React took the page over, and React met the widget's container as a child that it had not
// made: an error, a new element, and a second call of the vendor's with the same id. The kind: whoever compares the element with what a server sent, or a template
// says, must find it as that is. Members: React 18 and 19, by itself, strictly, between other nodes, with attributes in another order and of every type, with
// children of its own, in a boundary that is hydrated late; Vue; the components of both, whose element another part of the page has defined before, or not.
// element-children.test.mjs has what others walk that hydrate, or bring a page up to date from HTML.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { harness } from "./support/harness.mjs";

const it = harness();
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundles = file("../../target/hydrated/");

const frameworks = {
  "React 18": { entry: "hydrated-react.jsx", major: "18", alias: { react: "react-18", "react-dom": "react-dom-18" } },
  "React 19": { entry: "hydrated-react.jsx", major: "19" },
  "Vue 3": { entry: "hydrated-vue.js", major: "3" },
};
const bundleOf = ({ entry, major }) => `${entry.split(".")[0]}-${major}`;

before(() =>
  Promise.all(
    Object.values(frameworks).flatMap(({ entry, major, alias = {} }) =>
      [
        { platform: "browser", format: "esm", outExtension: ".js" },
        { platform: "node", format: "cjs", outExtension: ".cjs" },
      ].map(({ outExtension, ...target }) =>
        build({
          entryPoints: [file(`frameworks/${entry}`)],
          outfile: bundles + bundleOf({ entry, major }) + outExtension,
          bundle: true,
          jsx: "automatic",
          alias,
          logLevel: "error",
          define: { "process.env.NODE_ENV": `"development"`, __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true" },
          ...target,
        }),
      ),
    ),
  ),
);

/** Keeps what the page's scripts complain of. */
const head = `<script>
window.calls = fakeWidget(() => {});
window.complaints = [];
console.error = console.warn = (...words) => complaints.push(words.join(" "));
</script>`;
const definition = `<script type="module" src="/dist/element.js"></script>`;

for (const [name, framework] of Object.entries(frameworks)) {
  const bundle = bundleOf(framework);

  /** Opens the page as the server renders it, and runs a story in it with its <flow-embed>; `app.hydrate` is there. */
  const inRendered = async (page, story, { defined = true } = {}) => {
    const html = await createRequire(import.meta.url)(`${bundles}${bundle}.cjs`).render(page);
    const url = it.site.directory(bundles);
    await it.open({ head, body: `<div id="app">${html}</div>${defined ? definition : ""}<script type="module" src="${url}${bundle}.js"></script>` });
    return it.run(`async (flow, page) => {
      await eventually(() => window.app);
      return (${story})(document.querySelector("flow-embed"), page);
    }`, page);
  };

  describe(`<flow-embed>, rendered on a server and running when ${name} takes the page over`, () => {
    const raw = ["raw", "attributes", "between", "children", ...(name === "Vue 3" ? [] : ["strict"])];
    for (const page of raw) {
      test(`stays what it is, without a complaint (${page})`, async () => {
        const found = await inRendered(page, async (embed, page) => {
          await eventually(() => embed.status === "active");
          const container = document.querySelector(calls[0].selector);
          await app.hydrate(page);
          await nextFrame();
          const isSame = [document.querySelector("flow-embed") === embed, embed.contains(container), embed.status];
          const finished = new Promise((resolve) => embed.addEventListener("flow-finish", resolve, { once: true }));
          finish("done");
          const { detail } = await finished;
          return [app.version, complaints, ...isSame, calls.length, detail.detail];
        });
        const [version, ...others] = found;
        assert.equal(version.split(".")[0], framework.major);
        assert.deepEqual(others, [[], true, true, "active", 1, "done"]);
      });
    }

    test("stays what it is in a boundary that is taken over later", async () => {
      const found = await inRendered("suspense", async (embed, page) => {
        await eventually(() => embed.status === "active");
        const hydrated = app.hydrate(page);
        await nextFrame();
        release();
        await hydrated;
        await nextFrame();
        return [complaints, document.querySelector("flow-embed") === embed, embed.status, calls.length];
      });
      assert.deepEqual(found, [[], true, "active", 1]);
    });
  });

  describe(`<FlowEmbed>, rendered on a server and taken over by ${name}`, () => {
    for (const [how, defined] of [["for which the element is defined", false], ["that runs already, since the page has defined the element", true]]) {
      for (const page of ["component", ...(name === "Vue 3" ? [] : ["strictComponent"])]) {
        test(`${how}, runs one session and tells of it (${page})`, async () => {
          const found = await inRendered(
            page,
            `async (embed, page) => {
              const wasDefined = customElements.get("flow-embed") !== undefined;
              if (wasDefined) await eventually(() => embed.status === "active");
              const isTold = new Promise((resolve) => (window.onFinish = resolve));
              // A boundary is taken over after what is around it.
              await new Promise((ref) => app.hydrate(page, { onFinish, ref }));
              await eventually(() => embed.status === "active");
              await nextFrame();
              finish("done");
              const { detail } = await isTold;
              return [complaints, wasDefined, document.querySelector("flow-embed") === embed, calls.length, detail];
            }`,
            { defined },
          );
          assert.deepEqual(found, [[], defined, true, 1, "done"]);
        });
      }
    }

    test("takes the script that only the app has", async () => {
      const found = await inRendered(
        "component",
        `async (embed, page) => {
          delete window.FlowWidget;
          const isTold = new Promise((resolve) => (window.onFinish = resolve));
          await app.hydrate(page, { onFinish, script: { url: ${JSON.stringify(it.automatic())} } });
          return [(await isTold).detail.session_id, complaints];
        }`,
        { defined: false },
      );
      assert.deepEqual(found, ["one", []]);
    });

    test("is rendered with what it hands on, and without what is no attribute", async () => {
      const html = await createRequire(import.meta.url)(`${bundles}${bundle}.cjs`).render("component");
      const attributes = [...html.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => `${name} ${value.replace(/;$/, "")}`).sort();
      assert.deepEqual(attributes, ["aria-label Check", "class card", "data-step 1", "height 500", "id check", "locale en", "session-id one", "style width:300px"]);
      assert.match(html, /^<flow-embed [^>]*><\/flow-embed>$/);
    });
  });
}
