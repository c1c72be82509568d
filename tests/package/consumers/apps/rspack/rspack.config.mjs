// The page asks for src/index.js; the name that Rspack gives by itself is main.js.
export default { output: { filename: "src/index.js" } };
