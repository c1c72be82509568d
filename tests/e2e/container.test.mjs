// The container: its size on the page, the widget's own element in it, its host, and its removal.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flowError, harness } from "./support/harness.mjs";

const it = harness();
const noMargin = "<style>body { margin: 0 }</style>";
const host = (style) => `<div id="kyc" style="${style}"></div>`;

/** The boxes that the vendor's startSession finds on the page, for each of the options in turn. */
const boxes = async (page, ...options) => {
  await it.open({ ...page, head: noMargin + (page.head ?? "") });
  return it.run(async (flow, all) => {
    const box = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    };
    fakeWidget(({ selector }) => {
      const mount = document.querySelector(selector);
      finish({ mount: box(mount), container: box(mount.parentElement), inHost: mount.parentElement.parentElement.id === "kyc" });
    });
    const found = [];
    for (const options of all) found.push((await flow.startSession({ id: "one", selector: "#kyc", ...options })).detail);
    return found;
  }, options);
};

const sizes = async (page, ...options) => (await boxes(page, ...options)).map(({ container }) => [container.width, container.height]);

/** How calls with these options end, in words. */
const ends = async (page, ...options) => {
  await it.open(page);
  return it.run(async (flow, all) => {
    fakeWidget();
    const found = [];
    for (const options of all) found.push(await endOf(flow.startSession({ id: "one", selector: "#kyc", ...options })));
    return found;
  }, options);
};

describe("A size that is given", () => {
  test("as a number is that many CSS pixels", async () => {
    assert.deepEqual(await sizes({}, { width: 320, height: 480 }, { width: 200.5, height: 1 }), [[320, 480], [200.5, 1]]);
  });

  test("as a string is any CSS length or percentage that the browser accepts", async () => {
    const page = { body: host("width: 500px; height: 400px") };
    const lengths = { "300px": 300, "10rem": 160, "2in": 192, "+1.5e2px": 150, "CALC(10px * 3)": 30, "clamp(1px, 70px, 60px)": 60 };
    const given = Object.keys(lengths).map((length) => ({ width: length, height: length }));
    assert.deepEqual(await sizes(page, ...given), Object.values(lengths).map((pixels) => [pixels, pixels]));
    assert.deepEqual(await sizes(page, { width: "50%", height: "25%" }, { width: "calc(100% - 20px)", height: "min(100%, 50px)" }), [[250, 100], [480, 50]]);
  });

  test("in parts of the viewport follows the viewport", async () => {
    const [size] = await sizes({}, { width: "50vw", height: "50vh" });
    assert.deepEqual(size, await it.run(() => [innerWidth / 2, innerHeight / 2]));
  });

  test("wins over the host's own box", async () => {
    assert.deepEqual(await sizes({ body: host("width: 500px; height: 400px; max-height: 400px") }, { width: 600, height: 700 }), [[600, 700]]);
  });

  for (const axis of ["width", "height"]) {
    test(`as anything else is invalid_options that names ${axis}`, async () => {
      await it.open();
      const found = await it.run(async (flow, axis) => {
        const texts = ["auto", "inherit", "initial", "none", "fit-content", "-1px", "10", "red", "", "10 px", "1px 2px", "10px; color: red", "10px !important", "10deg", "#10px"];
        const values = [...texts, NaN, -1, Infinity, -Infinity, true, false, {}, [], [10], 1n, () => 1];
        fakeWidget();
        const found = [];
        for (const value of values) {
          const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", [axis]: value }));
          if (end !== `invalid_options ${axis}`) found.push(`${typeof value} ${String(value)}: ${end}`);
        }
        return [...found, document.querySelector("#kyc").innerHTML];
      }, axis);
      assert.deepEqual(found, [""]);
    });
  }

  test("that comes to nothing on the page is container_size, and the next session works", async () => {
    const nothing = [0, "0", "0px", "0%", "calc(-1px)", "calc(0px * 3)"];
    const given = nothing.flatMap((size) => [{ width: size }, { height: size }]);
    const found = await ends({ body: host("width: 300px; height: 300px") }, ...given, {});
    assert.deepEqual(found, [...given.map(() => "container_size"), "resolved"]);
  });

  test("as a percentage of a host without a height is container_size, which says to give a length", async () => {
    await it.open();
    await assert.rejects(
      it.run((flow) => (fakeWidget(), flow.startSession({ id: "one", selector: "#kyc", height: "100%" }))),
      flowError("container_size", ({ message }) => assert.match(message, /height/)),
    );
  });
});

describe("A size that is left out", () => {
  const hosts = {
    "of fixed size": [host("width: 320px; height: 500px"), [320, 500]],
    "with padding and a border": [host("width: 300px; height: 400px; padding: 10px 20px; border: 5px solid"), [300, 400]],
    "with padding inside its size": [host("box-sizing: border-box; width: 320px; height: 500px; padding: 20px; border: 1px solid"), [278, 458]],
    "that is a flex child in a row": [`<div style="display: flex; width: 600px; height: 300px"><nav style="width: 200px"></nav>${host("flex: 1")}</div>`, [400, 300]],
    "that is a flex child in a column": [`<div style="display: flex; flex-direction: column; width: 300px; height: 700px"><nav style="height: 100px"></nav>${host("flex: 1")}</div>`, [300, 600]],
    "that is a grid cell": [`<div style="display: grid; grid-template: 50px 350px / 100px 450px">${host("grid-area: 2 / 2")}</div>`, [450, 350]],
    "that is positioned by its edges": [`<div style="position: relative; width: 800px; height: 600px">${host("position: absolute; inset: 50px")}</div>`, [700, 500]],
    "with a minimum height only": [host("width: 300px; min-height: 480px"), [300, 480]],
    "with a minimum height and padding": [host("box-sizing: border-box; width: 300px; min-height: 480px; padding: 15px"), [270, 450]],
    "with children of its own": [`<div id="kyc" style="width: 320px; height: 500px"><p style="margin: 0; height: 40px">Loading</p></div>`, [320, 500]],
  };
  for (const [name, [body, size]] of Object.entries(hosts)) {
    test(`is the own box of a host ${name}`, async () => assert.deepEqual(await sizes({ body }, {}), [size]));
  }

  test("is 400 x 600 where the host has no box of its own", async () => {
    assert.deepEqual(await sizes({ body: host("float: left") }, {}), [[400, 600]]);
    assert.deepEqual(await sizes({ body: host("width: 0; height: 0") }, {}), [[400, 600]]);
    assert.deepEqual(await sizes({ body: `<span id="kyc" style="display: inline-block"></span>` }, {}), [[400, 600]]);
  });

  test("is made up for each side by itself", async () => {
    assert.deepEqual(await sizes({ body: host("width: 320px") }, {}), [[320, 600]]);
    assert.deepEqual(await sizes({ body: host("float: left; height: 500px") }, {}), [[400, 500]]);
    assert.deepEqual(await sizes({ body: host("max-width: 350px; max-height: 900px") }, {}), [[350, 600]]);
    assert.deepEqual(await sizes({ body: host("width: 320px; height: 500px") }, { width: 250 }, { height: "300px" }, { width: null, height: undefined }), [[250, 500], [320, 300], [320, 500]]);
  });
});

describe("A host that is not on show", () => {
  const hidden = { "is hidden": host("display: none"), "is inside a hidden element": `<section hidden>${host("width: 9px")}</section>`, "cannot show children": `<img id="kyc" alt="">` };
  for (const [name, body] of Object.entries(hidden)) {
    test(`because it ${name} is container_size, and is left as it was`, async () => {
      assert.deepEqual(await ends({ body }, {}, { width: 300, height: 300 }), ["container_size", "container_size"]);
      assert.equal(await it.run(() => document.querySelector("#kyc").childNodes.length), 0);
    });
  }
});

describe("The widget's own element", () => {
  test("has an id, the vendor's 100% x 100% and position relative, and fills the container", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      fakeWidget(({ selector }) => {
        const { id, style, isConnected } = document.querySelector(selector);
        finish({ isById: selector === `#${id}`, sizes: [style.width, style.height, style.position], isConnected });
      });
      return (await flow.startSession({ id: "one", selector: "#kyc", width: 311, height: 477 })).detail;
    });
    assert.deepEqual(found, { isById: true, sizes: ["100%", "100%", "relative"], isConnected: true });
    const [{ mount, container }] = await boxes({}, { width: 311, height: 477 });
    assert.deepEqual(mount, container);
  });

  const styles = {
    "takes sizes away": "* { width: 1px !important; max-height: 0 !important; padding: 20px !important; box-sizing: content-box !important }",
    "makes everything larger": "* { min-width: 2000px !important; min-height: 2000px !important; margin: 9px !important; border: 3px solid !important }",
    "changes every layout": "* { display: inline !important; position: static !important; float: left !important }",
    "hides what is empty": "div:empty { display: none !important }",
    "shrinks flex children": "#kyc { display: flex; align-items: start; width: 100px; height: 100px } #kyc * { flex: 0 1 0; min-width: 0 }",
  };
  for (const [name, style] of Object.entries(styles)) {
    test(`fills the container of the size that was asked for on a page whose CSS ${name}`, async () => {
      const [{ mount, container }] = await boxes({ head: `<style>${style}</style>` }, { width: 300, height: 200 });
      assert.deepEqual([container.width, container.height], [300, 200]);
      assert.deepEqual(mount, container);
    });
  }

  test("has another id in each session of a page", async () => {
    await it.open({ body: `<div id="kyc"></div><div id="other"></div>` });
    const [ids, counts] = await it.run(async (flow) => {
      const calls = fakeWidget();
      await flow.startSession({ id: "one", selector: "#kyc", keepMounted: true });
      await flow.startSession({ id: "two", selector: "#other", keepMounted: true });
      await flow.startSession({ id: "three", selector: "#kyc" });
      return [calls.map(({ selector }) => selector), calls.map(({ selector }) => document.querySelectorAll(selector).length)];
    });
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(counts, [1, 1, 0]);
  });

  test("has an id that nothing else in the page has, even if the page took such an id before", async () => {
    await it.open();
    const id = await it.run(async (flow) => {
      const calls = fakeWidget();
      await flow.startSession({ id: "one", selector: "#kyc" });
      return calls[0].selector.slice(1);
    });
    await it.open({ body: `<p id="${id}">The page's own</p><div id="kyc"></div>` });
    const [isInHost, text] = await it.run(async (flow, id) => {
      fakeWidget(({ selector }) => finish(document.querySelector("#kyc").contains(document.querySelector(selector))));
      const { detail } = await flow.startSession({ id: "one", selector: "#kyc" });
      return [detail, document.getElementById(id)?.textContent];
    }, id);
    assert.deepEqual([isInHost, text], [true, "The page's own"]);
  });
});

describe("The host", () => {
  test("is the first element that the selector matches, or the element that is given", async () => {
    await it.open({ body: `<p class="card" id="first"></p><p class="card" id="second"></p>` });
    const hosts = await it.run(async (flow) => {
      fakeWidget(({ selector }) => finish(document.querySelector(selector).parentElement.parentElement.id));
      const detailOf = async (selector) => (await flow.startSession({ id: "one", selector })).detail;
      return [await detailOf(".card"), await detailOf(document.querySelector("#second")), await detailOf("body > p:nth-of-type(2)")];
    });
    assert.deepEqual(hosts, ["first", "second", "second"]);
  });

  test("that is nowhere in the page's document is container_not_found, and the vendor is not called", async () => {
    await it.open({ body: `<div id="kyc"></div><iframe srcdoc="<p id='inside'></p>"></iframe>` });
    const [ends, calls] = await it.run(async (flow) => {
      const calls = fakeWidget();
      const shadow = document.querySelector("#kyc").attachShadow({ mode: "open" });
      shadow.innerHTML = "<p></p>";
      const removed = document.body.appendChild(document.createElement("p"));
      removed.remove();
      const hosts = ["#none", ".none, #nobody", document.createElement("div"), removed, shadow.firstChild, document.querySelector("iframe").contentDocument.querySelector("#inside")];
      const ends = [];
      for (const selector of hosts) ends.push(await endOf(flow.startSession({ id: "one", selector })));
      return [ends, calls.length];
    });
    assert.deepEqual(ends, Array(6).fill("container_not_found"));
    assert.equal(calls, 0);
  });

  test("by a text that is no CSS selector is invalid_options", async () => {
    assert.deepEqual(await ends({}, ...["", "###", "div[", "1px", ":nope(", "{}"].map((selector) => ({ selector }))), Array(6).fill("invalid_options selector"));
  });
});

describe("A container that leaves the page", () => {
  const removals = {
    "with its host": () => document.querySelector("#kyc").remove(),
    "with the host's parent": () => document.querySelector("main").remove(),
    "because the host is emptied": () => document.querySelector("#kyc").replaceChildren(),
    "by itself": () => document.querySelector("#kyc > *").remove(),
    "because the page is written anew": () => (document.body.innerHTML = "<p>Another view</p>"),
  };
  const page = { body: `<main><div id="kyc"></div></main>` };

  for (const [name, remove] of Object.entries(removals)) {
    test(`${name} while the widget is active ends the session with container_removed`, async () => {
      await it.open(page);
      const [end, next, kept] = await it.run(async (flow, remove) => {
        const active = new Promise((resolve) => fakeWidget(resolve));
        const end = endOf(flow.startSession({ id: "one", selector: "#kyc" }));
        await active;
        await nextFrame();
        eval(remove)();
        const found = await end;
        fakeWidget();
        return [found, await endOf(flow.startSession({ id: "two", selector: "body", width: 300, height: 300 })), ledger.listeners()];
      }, `(${remove})`);
      assert.deepEqual([end, next, kept], ["container_removed", "resolved", []]);
    });
  }

  for (const [mode, options] of Object.entries({ "in the page": {}, isolated: { isolate: true } })) {
    test(`after it was hidden ends the session and its camera, and the next one runs, ${mode}`, async () => {
      await it.open(page);
      const url = it.site.script("window.FlowWidget = parent.FlowWidget;");
      const [end, camera, next] = await it.run(async (flow, options) => {
        const track = document.createElement("canvas").captureStream().getVideoTracks()[0];
        const active = new Promise((resolve) => fakeWidget(resolve));
        const end = endOf(flow.startSession({ id: "one", selector: "#kyc", ...options }));
        await active;
        const host = document.querySelector("#kyc");
        const video = host.querySelector("div").appendChild(document.createElement("video"));
        video.srcObject = new MediaStream([track]);
        const root = (host.querySelector("iframe")?.contentDocument ?? document).querySelector("[id^=flow-embed-]");
        root.append(video);
        await nextFrame();
        host.style.display = "none";
        for (let frames = 0; frames < 3; frames += 1) await nextFrame();
        host.remove();
        const found = await end;
        fakeWidget();
        return [found, track.readyState, await endOf(flow.startSession({ id: "two", selector: "body", width: 300, height: 300 }))];
      }, { ...options, script: { url } });
      assert.deepEqual([end, camera, next], ["container_removed", "ended", "resolved"]);
    });

    for (const when of ["before the session", "while the session runs"]) {
      test(`in a tab that was hidden ${when}, where no observer of sizes is heard of, ends the session, ${mode}`, async () => {
        const deaf = `<script>window.ResizeObserver = class { observe() {} disconnect() {} };</script>`;
        await it.open({ ...page, head: deaf });
        const url = it.site.script("window.FlowWidget = parent.FlowWidget;");
        const end = await it.run(async (flow, when, options) => {
          const hide = () => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange"));
          };
          if (when === "before the session") hide();
          const active = new Promise((resolve) => fakeWidget(resolve));
          const end = endOf(flow.startSession({ id: "one", selector: "#kyc", ...options }));
          await active;
          if (when !== "before the session") hide();
          document.querySelector("#kyc").remove();
          return end;
        }, when, { ...options, script: { url } });
        assert.equal(end, "container_removed");
      });
    }
  }

  test("while the script loads ends the session, and the vendor is not called when it has come", async () => {
    await it.open(page);
    const key = it.sandbox.key();
    const [end, calls, tags] = await it.run(async (flow, url) => {
      const loading = new Promise((resolve) => {
        window.end = endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url }, onStatus: resolve }));
      });
      await loading;
      await nextFrame();
      document.querySelector("#kyc").remove();
      const end = await window.end;
      const calls = fakeWidget();
      await nextFrame();
      return [end, calls.length, document.querySelectorAll("[data-flow-embed-script]").length];
    }, it.waiting({ fault: "hang", key }));
    assert.deepEqual([end, calls, tags], ["container_removed", 0, 0]);
  });

  for (const status of ["loading", "starting", "active"]) {
    test(`in the very moment of the status ${status}, before the page was ever laid out, ends the session too`, async () => {
      await it.open(page);
      const [end, calls] = await it.run(async (flow, status) => {
        const calls = fakeWidget(() => {});
        const onStatus = (now) => now === status && document.querySelector("#kyc").remove();
        return [await endOf(flow.startSession({ id: "one", selector: "#kyc", onStatus })), calls.length];
      }, status);
      assert.equal(end, "container_removed");
      assert.equal(calls, status === "active" ? 1 : 0);
    });
  }

  test("takes the widget's camera with it: its tracks are stopped", async () => {
    await it.open(page);
    const states = await it.run(async (flow) => {
      const track = document.createElement("canvas").captureStream().getVideoTracks()[0];
      const active = new Promise((resolve) =>
        fakeWidget(({ selector }) => {
          const video = document.querySelector(selector).appendChild(document.createElement("video"));
          video.srcObject = new MediaStream([track]);
          resolve();
        }),
      );
      const end = endOf(flow.startSession({ id: "one", selector: "#kyc" }));
      await active;
      await nextFrame();
      const before = track.readyState;
      document.querySelector("#kyc").remove();
      return [before, await end, track.readyState];
    });
    assert.deepEqual(states, ["live", "container_removed", "ended"]);
  });

  test("and comes back in the same task, by a move of its host, does not end the session", async () => {
    await it.open({ body: `<main><div id="kyc"></div></main><aside></aside>` });
    const [detail, hosts] = await it.run(async (flow) => {
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession({ id: "one", selector: "#kyc" });
      await active;
      const host = document.querySelector("#kyc");
      for (const place of ["aside", "main", "aside"]) {
        await nextFrame();
        host.remove();
        document.querySelector(place).append(host);
      }
      await nextFrame();
      finish("moved");
      return [(await session).detail, document.querySelector("aside").innerHTML];
    });
    assert.deepEqual([detail, hosts], ["moved", `<div id="kyc"></div>`]);
  });

  test("is not one that is only hidden for a while", async () => {
    await it.open(page);
    const detail = await it.run(async (flow) => {
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession({ id: "one", selector: "#kyc" });
      await active;
      const { style } = document.querySelector("#kyc");
      for (const display of ["none", "block"]) {
        style.display = display;
        await nextFrame();
      }
      // Nobody looks at what can be seen.
      await eventually(() => ledger.timers() === 0);
      finish("shown again");
      return (await session).detail;
    });
    assert.equal(detail, "shown again");
  });

  test("is looked for with one timer while the host is hidden, however often the tab is left and shown meanwhile", async () => {
    await it.open(page);
    const timers = await it.run(async (flow) => {
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession({ id: "one", selector: "#kyc" });
      await active;
      document.querySelector("#kyc").style.display = "none";
      await eventually(() => ledger.timers() > 0);
      for (let switches = 0; switches < 5; switches += 1) document.dispatchEvent(new Event("visibilitychange"));
      const whileHidden = ledger.timers();
      finish();
      await session;
      return [whileHidden, ledger.timers()];
    });
    assert.deepEqual(timers, [1, 0]);
  });
});
