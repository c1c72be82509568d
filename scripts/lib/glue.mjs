// wasm-bindgen's JavaScript, less what it does too early, for browsers that run no wasm like ours, or at length.
import { Failure } from "./run.mjs";

const changes = {
  // Importing the package does no work and needs nothing: the text coders are made when the wasm is, so that a test environment without
  // them (Jest with jsdom) can import an app's modules. What every browser of the last years has is not made up.
  "the decoder": [/^let cachedTextDecoder = new TextDecoder\('utf-8', \{ ignoreBOM: true \}\);\ncachedTextDecoder\.decode\(\);\n/m, "let cachedTextDecoder;\n"],
  "the encoder": [
    /^const cachedTextEncoder = new TextEncoder\(\);\n\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?^\}\n/m,
    "let cachedTextEncoder;\n",
  ],
  "the imports": [
    /^function __wbg_get_imports\(.*\) \{\n/m,
    "$&    cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\n    cachedTextEncoder = new TextEncoder();\n",
  ],
  // Arrow functions are shorter, and nothing here has a `this`.
  "imports that throw": [/function\(\) \{ return handleError\(function \((.*)\) \{([\s\S]*?)\n {8}\}, arguments\); \}/g, "handleError(($1) => {$2\n        })"],
  "imports": [/^( {8}\S+: )function\((.*)\) \{$/gm, "$1($2) => {"],
  "caught errors": [
    /^function handleError\(f, args\) \{\n    try \{\n        return f\.apply\(this, args\);([\s\S]*?)^\}\n/m,
    "const handleError = (f) => (...args) => {\n    try {\n        return f(...args);$1};\n",
  ],
  // A text is handed over at a pointer, where there is one: its address and its length.
  "texts": [
    /(?:const|var) ptr1 = (?:isLikeNone\(ret\) \? 0 : )?passStringToWasm0\(ret, [\w.]+, [\w.]+\);\n.*WASM_VECTOR_LEN;\n.*setInt32\(\(arg0 >>> 0\) \+ 4 \* 1, len1, true\);\n.*setInt32\(\(arg0 >>> 0\) \+ 4 \* 0, ptr1, true\);/g,
    "passText(arg0, ret);",
  ],
  "texts at once": [/const ret = (.*);\n *passText\(arg0, ret\);/g, "passText(arg0, $1);"],
  "passing of texts": [
    /^function passStringToWasm0\(arg, malloc, realloc\) \{\n {4}if [\s\S]*?^ {4}\}\n([\s\S]*?)    WASM_VECTOR_LEN = offset;\n    return ptr;\n/m,
    (_, passing) => `function passText(target, arg) {
    let ptr = 0;
    let length = 0;
    if (!isLikeNone(arg)) [ptr, length] = textInWasm(arg);
    getDataViewMemory0().setInt32((target >>> 0) + 4, length, true);
    getDataViewMemory0().setInt32(target >>> 0, ptr, true);
}
function textInWasm(arg) {${passing.replaceAll(/\b(malloc|realloc)\(/g, "wasm.__wbindgen_$1(")}    return [ptr, offset];
`,
  ],
  "the length of texts": [/^let WASM_VECTOR_LEN = 0;\n/m, ""],
  "the view": [
    /cachedDataViewMemory0 === null \|\| cachedDataViewMemory0\.buffer\.detached === true \|\| .*\)\) \{/,
    "cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {",
  ],
  // It is only ever called in the one way that is not deprecated.
  "the parameters": [/^ {4}if \(module_or_path !== undefined\) \{\n[\s\S]*?^ {4}\}\n/m, "    ({module_or_path} = module_or_path);\n"],
};

/** The same, shorter. */
export function tightened(glue) {
  let tight = glue;
  for (const [name, [found, put]] of Object.entries(changes)) {
    const changed = tight.replace(found, put);
    if (changed === tight) throw new Failure(`wasm-bindgen's JavaScript has changed its shape (${name}): look at scripts/lib/glue.mjs.`);
    tight = changed;
  }
  if (/passStringToWasm0|WASM_VECTOR_LEN/.test(tight)) throw new Failure("A text is handed over in another way than scripts/lib/glue.mjs knows.");
  return tight;
}
