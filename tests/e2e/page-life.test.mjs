// What happens to a session when the page's own life goes on around it: left, come back to, offline, hidden, shared, rendered twice.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { needs } from "./support/engines.mjs";
import { flowError, harness } from "./support/harness.mjs";

const it = harness();

/** A page that tells by `persisted` how it was shown last; its sessions are in `session`, how they ended in `ended`. */
const page = {
  body: `<div id="kyc" style="width: 400px; height: 600px"></div>`,
  head: `<script>
    window.onpageshow = (event) => (window.persisted = event.persisted);
    window.start = (options) => {
      window.ended = undefined;
      window.statuses = [];
      window.session = flow.startSession({ id: "one", selector: "#kyc", onStatus: (status) => statuses.push(status), ...options });
      endOf(session).then((end) => (ended = end));
    };
  </script>`,
};
const start = (options) => it.run((flow, options) => void start(options), options);
const statusIs = (status) => it.run((flow, status) => eventually(() => statuses.includes(status)), status);
const end = () => it.run(() => session.then(() => endOf(session), () => endOf(session)));
const modes = { "in the page": {}, isolated: { isolate: true } };
/** Waits until the sandbox has answered the request in full, or the browser has broken it off. */
async function answered(key) {
  while (!(await it.sandbox.log(key)).some(({ complete, closed_by_client }) => complete || closed_by_client)) await pause(20);
}

describe("A page that the visitor leaves", () => {
  for (const [mode, options] of Object.entries(modes)) {
    test(`while the script loads reports nothing afterwards, ${mode}`, async () => {
      await it.open(page);
      await start({ ...options, script: { url: it.automatic({ fault: "hang" }) } });
      await it.run(() => {
        localStorage.removeItem("reported");
        session.catch((error) => localStorage.setItem("reported", error.code));
      });
      await it.open();
      assert.equal(await it.run(async () => (await nextFrame(), localStorage.getItem("reported"))), null);
    });
  }

  test("takes no failure for one that its leaving brought about, and goes on when it is shown again", async () => {
    await it.open(page);
    await it.compile();
    const key = it.sandbox.key();
    const whileGone = await it.run(async (flow, url) => {
      start({ script: { url, retries: 0 } });
      const tag = await eventually(() => document.querySelector("[data-flow-embed-script]"));
      dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
      await eventually(() => !tag.isConnected);
      await nextFrame();
      return [ended, statuses];
    }, it.automatic({ key, fault: "slow,status", ms: 100, times: 1 }));
    assert.deepEqual(whileGone, [null, ["loading"]]);
    assert.equal((await it.sandbox.log(key)).length, 1);
    await it.run(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    assert.equal(await end(), "resolved");
    assert.equal((await it.sandbox.log(key)).length, 2);
  });
});

describe("A page that comes back from the back/forward cache", () => {
  const leaveAndComeBack = async (whileAway = () => {}) => {
    await it.open({ body: "Elsewhere" });
    await whileAway();
    await it.driver.navigate().back();
    assert.equal(await it.run(() => eventually(() => window.persisted)), true);
  };

  for (const [mode, options] of Object.entries(modes)) {
    test(`goes on with its widget to the finish, ${mode}`, async () => {
      await it.open(page);
      await start({ ...options, script: { url: it.waiting() } });
      await statusIs("active");
      await leaveAndComeBack();
      assert.equal(await it.run(() => ended), null);
      await it.run(() => {
        const widget = document.querySelector("iframe")?.contentWindow ?? window;
        widget.dispatchEvent(new widget.CustomEvent("finish"));
      });
      assert.equal(await end(), "resolved");
    });

    needs("cache of loading pages")(`goes on with loading, ${mode}`, async () => {
      await it.open(page);
      const key = it.sandbox.key();
      await start({ ...options, script: { url: it.automatic({ key, fault: "slow", ms: 100 }) } });
      await it.run(() => eventually(() => [document, document.querySelector("iframe")?.contentDocument].some((root) => root?.querySelector("[data-flow-embed-script]"))));
      await leaveAndComeBack(() => answered(key));
      assert.equal(await end(), "resolved");
    });
  }
});

describe("A script that fires neither load nor error", () => {
  for (const [mode, options] of Object.entries(modes)) {
    test(`ends in script_timeout at its deadline, ${mode}`, async () => {
      await it.open(page);
      await it.compile();
      const story = async (flow, options) => {
        const before = performance.now();
        const error = await flow.startSession({ id: "one", selector: "#kyc", ...options }).catch((error) => error);
        if (!(performance.now() - before >= 300)) throw new Error("before its deadline");
        throw error;
      };
      await assert.rejects(
        it.run(story, { ...options, script: { url: it.automatic({ fault: "hang" }), timeout: 300, retries: 0 } }),
        flowError("script_timeout", ({ retryable }) => assert.ok(retryable)),
      );
    });
  }
});

describe("A host that a framework takes away", () => {
  const moments = { "while the script loads": ["loading", { fault: "hang" }], "while the widget runs": ["active", {}] };
  for (const [mode, options] of Object.entries(modes)) {
    for (const [moment, [status, wishes]] of Object.entries(moments)) {
      test(`${moment} ends the session in container_removed and leaves nothing behind, ${mode}`, async () => {
        await it.open(page);
        await start({ ...options, script: { url: it.waiting(wishes) } });
        await statusIs(status);
        await it.run(() => document.querySelector("#kyc").remove());
        assert.equal(await end(), "container_removed");
        assert.deepEqual(await it.run(() => [ledger.listeners(), ledger.timers(), window.length, document.querySelectorAll("link").length]), [[], 0, 0, 0]);
      });
    }
  }

  test("with all that is around it, for the same again, ends the session, and the next one works", async () => {
    await it.open(page);
    await start({ script: { url: it.waiting() } });
    await statusIs("active");
    await it.run(() => {
      const { body } = document;
      body.innerHTML = String(body.innerHTML);
    });
    assert.equal(await end(), "container_removed");
    await it.run(() => {
      document.querySelector("#kyc").replaceChildren();
      fakeWidget();
      start({});
    });
    assert.equal(await end(), "resolved");
  });
});

describe("Two copies of the package on one page", () => {
  const copies = {
    "the module and the script-tag build": (copy) => `<script src="/dist/flow-embed.global.js"></script><script>window.copy = FlowEmbed;</script>${copy ?? ""}`,
    "two bundles of the module": () => `<script type="module">import * as copy from "/dist/index.js?another"; window.copy = copy;</script>`,
  };
  for (const [name, head] of Object.entries(copies)) {
    const open = () => it.open({ ...page, head: page.head + head() });

    test(`fetch one script between them: ${name}`, async () => {
      await open();
      const key = it.sandbox.key();
      const script = { url: it.automatic({ key, fault: "slow", ms: 50 }) };
      await it.compile();
      await it.run((flow, script) => Promise.all([flow.load(script), copy.load(script), copy.load(script), flow.load(script)]), script);
      const ids = await it.run(async (flow, script) => {
        const session = (flow, id) => flow.startSession({ id, selector: "#kyc", script });
        return [(await session(copy, "one")).id, (await session(flow, "two")).id];
      }, script);
      assert.deepEqual(ids, ["one", "two"]);
      assert.equal((await it.sandbox.log(key)).length, 1);
    });

    test(`run one session between them: ${name}`, async () => {
      await open();
      const ends = await it.run(async (flow) => {
        const options = { id: "one", selector: "#kyc" };
        const calls = fakeWidget(() => {});
        const endOfCopy = (promise) => promise.then(() => "resolved", ({ code }) => code);
        const first = flow.startSession(options);
        await eventually(() => calls.length);
        const second = await endOfCopy(copy.startSession(options));
        finish();
        await first;
        fakeWidget();
        return [second, await endOfCopy(copy.startSession(options)), await endOf(flow.startSession(options))];
      });
      assert.deepEqual(ends, ["session_active", "resolved", "resolved"]);
    });

    test(`know of each other's failures, which the browser does not forget: ${name}`, async () => {
      await open();
      await it.compile();
      const key = it.sandbox.key();
      const script = { url: it.automatic({ key, fault: "wrong-mime", times: 1 }), retries: 0 };
      const ends = await it.run(async (flow, script) => [await endOf(flow.load(script)), await copy.load(script).then(() => "resolved", ({ code }) => code)], script);
      assert.deepEqual(ends, ["script_load", "resolved"]);
      assert.equal((await it.sandbox.log(key)).length, 2);
    });
  }
});

describe("A component that React's StrictMode mounts, unmounts and mounts again", () => {
  for (const [mode, options] of Object.entries(modes)) {
    for (const when of ["in the page's first call", "in a later one"]) {
      test(`starts one session, ${mode}, ${when}`, async () => {
        await it.open(page);
        if (when === "in a later one") await it.compile();
        const key = it.sandbox.key();
        const [ends, statuses] = await it.run(async (flow, options) => {
          const statuses = { first: [], second: [] };
          const mount = (name) => {
            const controller = new AbortController();
            const onStatus = (status) => statuses[name].push(status);
            const session = flow.startSession({ id: "one", selector: "#kyc", ...options, signal: controller.signal, onStatus });
            return { end: session.then(() => "resolved", (reason) => reason), unmount: () => controller.abort("unmounted") };
          };
          const first = mount("first");
          first.unmount();
          const second = mount("second");
          return [await Promise.all([first.end, second.end]), statuses];
        }, { ...options, script: { url: it.automatic({ key }) } });
        assert.deepEqual(ends, ["unmounted", "resolved"]);
        // The vendor's startSession is called once `starting` was reported.
        assert.ok(!statuses.first.includes("starting"));
        assert.deepEqual(statuses.second, ["loading", "starting", "active", "finished"]);
        assert.equal((await it.sandbox.log(key)).length, 1);
      });
    }
  }
});

describe("A network that is gone for a while", () => {
  test("is waited for where the browser knows of it, and takes none of the attempts", async () => {
    await it.open(page);
    await it.compile();
    const key = it.sandbox.key();
    const whileOffline = await it.run(async (flow, url) => {
      Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
      start({ script: { url, retries: 1 } });
      const tag = await eventually(() => document.querySelector("[data-flow-embed-script]"));
      await eventually(() => !tag.isConnected);
      // Longer than the pause before an attempt.
      await new Promise((resolve) => setTimeout(resolve, 600));
      return ended;
    }, it.automatic({ key, fault: "slow,status", ms: 100, times: 1 }));
    assert.equal(whileOffline, null);
    assert.equal((await it.sandbox.log(key)).length, 1);
    await it.run(() => {
      delete navigator.onLine;
      dispatchEvent(new Event("online"));
    });
    assert.equal(await end(), "resolved");
    assert.equal((await it.sandbox.log(key)).length, 2);
  });

  needs("devtools")("while the script loads is no end of the session, which goes on when it is back", async () => {
    await it.open(page);
    await it.compile();
    const offline = (offline) => it.driver.sendDevToolsCommand("Network.emulateNetworkConditions", { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await it.driver.sendDevToolsCommand("Network.enable", {});
    await offline(true);
    await start({ script: { url: it.automatic(), retries: 1 } });
    const [isOnline, hasFailed, ended] = await it.run(async () => {
      const hasFailed = await eventually(() => !document.querySelector("[data-flow-embed-script]"));
      return [navigator.onLine, hasFailed, window.ended];
    });
    assert.deepEqual([isOnline, hasFailed, ended], [false, true, null]);
    await offline(false);
    assert.equal(await end(), "resolved");
  });
});

describe("A tab that is hidden", () => {
  for (const [mode, options] of Object.entries(modes)) {
    needs("hidden tabs")(`while the session runs hears the widget's finish, ${mode}`, async () => {
      await it.open(page);
      const key = it.sandbox.key();
      await start({ ...options, script: { url: it.automatic({ key, fault: "slow", ms: 100 }) } });
      const tab = await it.driver.getWindowHandle();
      await it.driver.switchTo().newWindow("tab");
      await answered(key);
      await it.driver.close();
      await it.driver.switchTo().window(tab);
      assert.equal(await end(), "resolved");
    });

    needs("devtools")(`and frozen by the browser for longer than the script's deadline goes on afterwards, ${mode}`, async () => {
      await it.open(page);
      await it.compile();
      const key = it.sandbox.key();
      await start({ ...options, script: { url: it.automatic({ key, fault: "slow", ms: 300 }), timeout: 400 } });
      const state = (state) => it.driver.sendDevToolsCommand("Page.setWebLifecycleState", { state });
      await state("frozen");
      await answered(key);
      await pause(300);
      await state("active");
      assert.equal(await end(), "resolved");
    });
  }
});
