// What a page downloads: for our entries, for hand-written glue, and for the packages that users know.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundle } from "../scripts/lib/bundle.mjs";
import { crate } from "../scripts/lib/package.mjs";
import { root } from "../scripts/lib/run.mjs";
import { weigh } from "./weight.mjs";

const shipped = (name) => readFileSync(join(root, "dist", name));

/** By entry, the files of dist/ that a page downloads for it. React itself is the page's own. */
const entries = {
  ".": ["index.js"],
  "./slim": ["slim.js", "flow_embed.wasm"],
  "script tag": ["flow-embed.global.js"],
  "./element": ["element.js", "element-class.js", "index.js"],
  "./react": ["react.js", "element-class.js", "index.js"],
  "./vue": ["vue.js", "element-class.js", "index.js"],
};

/** Each entry's files, one by one and in all. */
export const ownDownloads = () =>
  Object.entries(entries).map(([name, files]) => ({
    name,
    total: weigh(...files.map(shipped)),
    files: files.map((file) => ({ name: file, ...weigh(shipped(file)) })),
  }));

/** Of the bytes of brotli of the entries that carry their wasm, or go with it: what is wasm, wasm-bindgen's JavaScript, and ours. */
export async function ownParts() {
  const kinds = {
    "./slim": { entry: "slim.js", format: "esm", apart: ["flow_embed.wasm"] },
    ".": { entry: "index.js", format: "esm", apart: [] },
    "script tag": { entry: "index.js", format: "iife", globalName: "FlowEmbed", apart: [] },
  };
  const sizeOf = async ({ entry, apart, ...options }, { hasWasm, hasGlue }) => {
    const script = Buffer.from(await bundle(crate, entry, { ...options, hasWasm, hasGlue }));
    return weigh(script, ...(hasWasm ? apart.map(shipped) : [])).brotli;
  };
  return Promise.all(
    Object.entries(kinds).map(async ([name, kind]) => {
      const whole = await sizeOf(kind, { hasWasm: true, hasGlue: true });
      const script = await sizeOf(kind, { hasWasm: false, hasGlue: true });
      const ours = await sizeOf(kind, { hasWasm: false, hasGlue: false });
      return { name, wasm: whole - script, glue: script - ours, ours };
    }),
  );
}

/** What other vendors ship on npm. Each is a loader, as this package is: the check itself comes from the vendor's servers. */
const peers = ["@stripe/stripe-js", "@sumsub/websdk", "onfido-sdk-ui", "persona"];

/** Glue and peers, each bundled whole and minified, as an app's build would with all that it exports. */
export async function otherDownloads() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const glue = { name: "hand-written glue", ...weigh(await bundled("./benches/glue.js")) };
  const packages = peers.map(async (name) => ({ name: `${name} ${devDependencies[name]}`, ...weigh(await bundled(name)) }));
  return [glue, ...(await Promise.all(packages))];
}

export async function bundled(module) {
  const { outputFiles } = await build({
    entryPoints: [module],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}
