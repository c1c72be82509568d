// A script in the vendor's place, as heavy as it should be.

/** A module of exactly so many bytes: code that has to be parsed, and a widget that says when it is started. */
export function widgetScript(bytes) {
  const widget = "window.FlowWidget = { startSession() { bench.vendorStarted(); } };\n";
  const random = generator();
  let filler = "";
  while (filler.length < bytes) {
    const name = random().toString(36);
    filler += `function f${name}(a, b) { return a * ${random()} + b * ${random()} > 0 ? "${name}" : f${name}(b, ${random()}); }\n`;
  }
  const room = bytes - widget.length - "/**/\n".length;
  const whole = filler.slice(0, filler.lastIndexOf("\n", room) + 1);
  return `${whole}/*${" ".repeat(room - whole.length)}*/\n${widget}`;
}

/** The same numbers in each run. */
function generator() {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647);
}
