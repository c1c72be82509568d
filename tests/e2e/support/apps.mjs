// The apps of tests/e2e/frameworks, built with a framework each.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const apps = {
  "React 18": { entry: "react.jsx", alias: { react: "react-18", "react-dom": "react-dom-18" } },
  "React 19": { entry: "react.jsx" },
  "Vue 3": { entry: "vue.js" },
};

/** Builds them all into a directory of target/ of this name; yields what opens the app of a framework, and runs a story with its `app`, which notes what it is `told`. */
export async function buildApps(it, name) {
  const directory = file(`../../../target/${name}/`);
  const bundleOf = (framework) => framework.toLowerCase().replace(" ", "-");
  await Promise.all(
    Object.entries(apps).map(([framework, { entry, alias = {} }]) =>
      build({
        entryPoints: [file(`../frameworks/${entry}`)],
        outfile: `${directory}${bundleOf(framework)}.js`,
        bundle: true,
        format: "esm",
        jsx: "automatic",
        alias,
        logLevel: "error",
        // StrictMode does its work in development alone.
        define: { "process.env.NODE_ENV": `"development"` },
      }),
    ),
  );
  const head = `<script>
window.calls = fakeWidget(() => {});
window.embed = () => document.querySelector("flow-embed");
window.statusOf = () => embed()?.status;
window.part = (name) => embed().shadowRoot.querySelector("[part=" + name + "]");
window.shown = (name) => (part(name)?.checkVisibility() ? part(name).innerText : "");
window.toldNames = () => app.told.map(([name, value]) => (name === "status" ? value : value.code ?? name));
</script>`;
  return async (framework, story, ...values) => {
    const url = it.site.directory(directory);
    await it.open({ body: `<div id="app"></div>`, head: `${head}<script type="module" src="${url}${bundleOf(framework)}.js"></script>` });
    return it.run(`async (flow, ...values) => (await eventually(() => window.app), (${story})(...values))`, ...values);
  };
}
