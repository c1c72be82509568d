// From an entry of src/js/entries to a file that is published: esbuild, terser, and the wasm's text. HACKING.md says why each step is as it is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { asciiString } from "./embed.mjs";
import { Failure, root } from "./run.mjs";

/** Stands for the wasm's text while it is bundled, so that nothing rewrites it or counts on its length. */
const placeholder = "FLOW_EMBED_WASM";

/** Has V8 compile all of a session's code while it arrives, on another thread, and not each function at its first call. Bundlers drop it. */
const compileHint = "//# allFunctionsCalledOnLoad\n";
const hinted = ["index.js", "slim.js"];

/**
 * The text of an entry in one file, of wasm-bindgen's JavaScript and the wasm in `crate`: the directory that buildCrate has filled. `wasmModule` is what
 * an entry for servers imports its wasm by. Without `hasGlue` and `hasWasm`, which are for the report of sizes, the one or the other is left out.
 */
export async function bundle(crate, entry, { format, globalName, wasmModule, hasGlue = true, hasWasm = true }) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/js/entries", entry)],
    absWorkingDir: root,
    bundle: true,
    format,
    globalName,
    minifySyntax: true,
    minifyIdentifiers: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    external: ["react", "vue"],
    plugins: [generated(crate, hasGlue), published(format, wasmModule), styles],
    write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    module: format === "esm",
    toplevel: format === "cjs",
    // What is shortest is not what compresses best: these were tried one by one. None of our functions has a `this`.
    compress: { passes: 3, ecma: 2022, inline: 1, unsafe_arrows: true, directives: false },
    // Plain ASCII is safe in a classic script on a page of any encoding.
    format: { ascii_only: true },
  });
  const [before, ...others] = code.split(placeholder);
  if (others.length > 1) throw new Failure("The wasm would be in the bundle twice: look at scripts/lib/bundle.mjs.");
  const text = hasWasm ? asciiString(readFileSync(join(crate, "flow_embed.wasm"))) : '""';
  // A module's variables are not the page's: whichever way the tag is written, the global is there.
  const global = globalName ? `globalThis.${globalName}=${globalName};\n` : "";
  return `${hinted.includes(entry) ? compileHint : ""}${[before, ...others].join(text)}\n${global}`;
}

/** Gives the entries what was generated: wasm-bindgen's JavaScript, and the wasm as text. */
const generated = (crate, hasGlue) => ({
  name: "generated",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^flow-embed:glue$/ }, ({ path }) => (hasGlue ? { path: join(crate, "flow_embed.js") } : { path, external: true }));
    onResolve({ filter: /^flow-embed:wasm$/ }, () => ({ path: "wasm", namespace: "flow-embed" }));
    onLoad({ filter: /.*/, namespace: "flow-embed" }, () => ({ contents: `export default ${placeholder};` }));
  },
});

/** Leaves out what lies beside the entry in dist/: `.` itself and the element's class, so that no entry carries a second copy, and the wasm. */
const published = (format, wasmModule) => ({
  name: "published",
  setup({ onResolve }) {
    const beside = (name) => ({ path: `./${name}.${format === "cjs" ? "cjs" : "js"}`, external: true });
    onResolve({ filter: /^flow-embed$/ }, () => beside("index"));
    onResolve({ filter: /^flow-embed:element$/ }, () => beside("element-class"));
    onResolve({ filter: /^flow-embed:module$/ }, () => ({ path: wasmModule, external: true }));
  },
});

/** Style sheets as text. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};
