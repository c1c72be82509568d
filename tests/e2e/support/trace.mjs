// What Chromium's main thread does, by its trace.

const categories = ["blink.user_timing", "devtools.timeline"];

/** Runs a story and yields what the trace says of the page's main thread between the two marks that the story sets. */
export async function traced(driver, from, to, story) {
  const connection = await driver.createCDPConnection("page");
  const socket = connection._wsConnection;
  const result = async (command, values = {}) => (await connection.send(command, values)).result;
  await result("Tracing.start", { transferMode: "ReturnAsStream", traceConfig: { includedCategories: categories } });
  await story();
  const complete = new Promise((resolve) => {
    socket.on("message", (message) => {
      const { method, params } = JSON.parse(message);
      if (method === "Tracing.tracingComplete") resolve(params.stream);
    });
  });
  await result("Tracing.end");
  const handle = await complete;
  let text = "";
  for (let isAtEnd = false; !isAtEnd; ) {
    const { data, eof } = await result("IO.read", { handle });
    text += data;
    isAtEnd = eof;
  }
  socket.close();
  return between(JSON.parse(text).traceEvents, from, to);
}

function between(events, from, to) {
  const markOf = (name) => {
    const found = events.filter((event) => event.cat === "blink.user_timing" && event.name === name);
    if (found.length !== 1) throw new Error(`The trace has ${found.length} marks ${name}.`);
    return found[0];
  };
  const [start, end] = [markOf(from), markOf(to)];
  const onThread = events.filter(({ pid, tid }) => pid === start.pid && tid === start.tid);
  const scripts = onThread.filter(({ name, dur }) => dur > 0 && ["FunctionCall", "EvaluateScript", "RunMicrotasks"].includes(name));
  const isInScript = ({ ts }) => scripts.some((script) => script.ts <= ts && ts <= script.ts + script.dur);
  const layouts = onThread.filter((event) => event.name === "Layout" && event.ts >= start.ts && event.ts <= end.ts && isInScript(event));
  const layoutsOf = new Map();
  for (const { args } of layouts) layoutsOf.set(args.beginData.frame, (layoutsOf.get(args.beginData.frame) ?? 0) + 1);
  return {
    /** What the thread itself has computed: another process that takes the processor meanwhile does not count. */
    milliseconds: (end.tts - start.tts) / 1000,
    /** How often a script has waited for the layout of one and the same document. */
    forcedLayouts: Math.max(0, ...layoutsOf.values()),
  };
}
