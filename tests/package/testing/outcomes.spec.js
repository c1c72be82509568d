// What the fake widget does with a session.
import { FlowError, startSession } from "flow-embed";
import { installFakeWidget } from "flow-embed/testing";
import { afterEach, describe, expect, test, vi } from "vitest";

let widget;
const install = (options) => (widget = installFakeWidget(options));
const host = () => document.body.appendChild(document.createElement("div"));
/** Yields the error with which the promise rejects. */
const failure = (promise) => promise.then(() => expect.unreachable(), (error) => error);

afterEach(() => {
  vi.useRealTimers();
  widget.uninstall();
  document.body.replaceChildren();
});

describe.each([
  ["inline", () => ({ selector: host() })],
  ["inline, of a given size", () => ({ selector: host(), width: 320, height: "50vh" })],
  ["in a dialog", () => ({})],
  ["in a dialog of a given size", () => ({ width: "20rem", height: 300 })],
  ["isolated", () => ({ selector: host(), isolate: true })],
  ["isolated in a dialog", () => ({ isolate: true })],
])("A session %s", (_, where) => {
  const start = (options) => startSession({ id: "one", locale: "kz", ...where(), ...options });

  test("resolves with the scripted finish, the very same detail, and leaves the page as it was", async () => {
    const detail = { passed: () => true };
    install({ outcome: { finish: detail } });
    const before = document.body.innerHTML;
    const result = await start();
    expect(result.id).toBe("one");
    expect(result.detail).toBe(detail);
    expect(document.body.innerHTML.replace("<div></div>", "")).toBe(before);
  });

  test("goes on until finish() by default, and has all its statuses", async () => {
    install();
    const statuses = [];
    const session = start({ onStatus: (status) => statuses.push(status) });
    await vi.waitUntil(() => statuses.includes("active"));
    widget.finish("by hand");
    expect((await session).detail).toBe("by hand");
    expect(statuses).toEqual(["loading", "starting", "active", "finished"]);
  });

  test("calls the widget with an id, a selector that finds its element, and the locale", async () => {
    install();
    const session = start();
    await vi.waitUntil(() => widget.calls.length === 1);
    expect(widget.calls).toEqual([{ id: "one", selector: expect.stringMatching(/^#flow-embed-\d+$/), locale: "kz" }]);
    widget.finish();
    expect((await session).detail).toBe(null);
  });

  test("is start_failed with the very value that is thrown", async () => {
    const thrown = { vendor: "error" };
    install({ outcome: { throws: thrown } });
    const error = await failure(start());
    expect(error).toBeInstanceOf(FlowError);
    expect([error.code, error.cause === thrown]).toEqual(["start_failed", true]);
  });

  test("is start_failed with the very value that is the rejection's reason", async () => {
    install({ outcome: { rejects: "reason" } });
    expect(await failure(start())).toMatchObject({ code: "start_failed", cause: "reason" });
  });

  test("is script_load after all its attempts where the script fails, and leaves no script behind", async () => {
    install({ outcome: "script-fails" });
    const before = document.querySelectorAll("script, link").length;
    expect(await failure(start({ script: { retries: 0 } }))).toMatchObject({ code: "script_load", details: { attempts: 1 } });
    expect([widget.calls, document.querySelectorAll("script, link").length]).toEqual([[], before]);
  });

  test("ends by its signal, and the next one works", async () => {
    install();
    const controller = new AbortController();
    const session = start({ signal: controller.signal });
    await vi.waitUntil(() => widget.calls.length === 1);
    controller.abort("enough");
    expect(await failure(session)).toBe("enough");
    const next = start({ id: "two" });
    await vi.waitUntil(() => widget.calls.length === 2);
    widget.finish("second");
    expect(await next).toEqual({ id: "two", detail: "second" });
  });
});

describe("The fake widget", () => {
  test("finishes after the given time", async () => {
    vi.useFakeTimers();
    install({ outcome: { finish: "late", after: 2000 } });
    let isSettled = false;
    let session;
    await new Promise((resolve) => {
      session = startSession({ id: "one", onStatus: (status) => status === "active" && resolve() }).finally(() => (isSettled = true));
    });
    await vi.advanceTimersByTimeAsync(1999);
    expect(isSettled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await session).detail).toBe("late");
  });

  test("takes a finish() that comes before the session, for the next one that is started", async () => {
    install();
    widget.finish("early");
    expect((await startSession({ id: "one" })).detail).toBe("early");
  });

  test("finishes each of two isolated sessions by itself, the last one first", async () => {
    install();
    const [first, second] = ["one", "two"].map((id) => startSession({ id, selector: host(), isolate: true }));
    await vi.waitUntil(() => widget.calls.length === 2);
    const [last, other] = widget.calls.map(({ id }) => id).reverse();
    widget.finish(`finish of ${last}`);
    widget.finish(`finish of ${other}`);
    expect([(await first).detail, (await second).detail]).toEqual(["finish of one", "finish of two"]);
  });

  test("fails to load as long and as often as in the field", async () => {
    vi.useFakeTimers();
    install({ outcome: "script-fails" });
    const session = failure(startSession({ id: "one" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await session).toMatchObject({ code: "script_load", details: { attempts: 3, url: expect.stringMatching(/^https:/) } });
  });

  test("lets a dialog be closed by its button", async () => {
    install();
    const session = failure(startSession({ id: "one" }));
    await vi.waitUntil(() => widget.calls.length === 1);
    document.body.lastElementChild.shadowRoot.querySelector("dialog button").click();
    expect(await session).toMatchObject({ code: "cancelled" });
    expect(document.body.childElementCount).toBe(0);
  });

  test("refuses, as in the field, a second session beside one that is not isolated", async () => {
    install();
    const first = startSession({ id: "one", selector: host() });
    await vi.waitUntil(() => widget.calls.length === 1);
    expect(await failure(startSession({ id: "two", selector: host() }))).toMatchObject({ code: "session_active" });
    widget.finish();
    await first;
  });
});
