// A finish that comes late: which session it belongs to, where nothing but its detail tells.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

/** Where a detail may name the session that it belongs to. */
const namings = {
  "as id": (id) => ({ id }),
  "as session_id": (session_id) => ({ session_id }),
  "as sessionId": (sessionId) => ({ sessionId }),
  "as a nested session's id": (id) => ({ session: { id } }),
  "as a nested session's session_id": (session_id) => ({ session: { session_id, status: "FINISHED" } }),
  "as a nested session's sessionId": (sessionId) => ({ session: { sessionId } }),
  "as the nested session itself": (session) => ({ session }),
  "as plain text": (id) => id,
};

/** How the first session ends before its finish comes late. */
const earlier = {
  "was aborted": async (flow) => {
    const controller = new AbortController();
    fakeWidget(() => controller.abort("left"));
    return flow.startSession({ id: "first", selector: "#kyc", signal: controller.signal }).catch((reason) => reason);
  },
  failed: async (flow) => {
    fakeWidget(() => {
      throw new Error("vendor");
    });
    return flow.startSession({ id: "first", selector: "#kyc" }).catch(({ code }) => code);
  },
  "finished already": async (flow) => {
    fakeWidget();
    return (await flow.startSession({ id: "first", selector: "#kyc" })).id;
  },
};

/** Runs a first session, then a second whose widget dispatches these details in turn; yields the one that settled it. */
const settledBy = async (details, first = earlier["was aborted"]) => {
  await it.open();
  return it.run(
    async (flow, details, first) => {
      await eval(first)(flow);
      fakeWidget(() => details.forEach((detail) => finish(detail)));
      return (await flow.startSession({ id: "second", selector: "#kyc" })).detail;
    },
    details,
    `(${first})`,
  );
};

describe("A finish that names a session which ran earlier on this page", () => {
  for (const [how, naming] of Object.entries(namings)) {
    test(`${how} does not settle a later one`, async () => {
      assert.equal(await settledBy([naming("first"), "the second's own"]), "the second's own");
    });
  }

  for (const [name, first] of Object.entries(earlier)) {
    test(`that ${name} does not settle a later one`, async () => {
      assert.equal(await settledBy([{ session_id: "first" }, "the second's own"], first), "the second's own");
    });
  }

  test("does not settle a later one of the other copy of the package", async () => {
    await it.open({ head: `<script src="/dist/flow-embed.global.js"></script>` });
    const detail = await it.run(async (flow) => {
      fakeWidget();
      await flow.startSession({ id: "first", selector: "#kyc" });
      fakeWidget(() => (finish({ session_id: "first" }), finish("the second's own")));
      return (await FlowEmbed.startSession({ id: "second", selector: "#kyc" })).detail;
    });
    assert.equal(detail, "the second's own");
  });

  test("does not settle a later one though many ran in between", async () => {
    await it.open();
    const detail = await it.run(async (flow) => {
      fakeWidget();
      for (let number = 1; number <= 50; number += 1) await flow.startSession({ id: `session ${number}`, selector: "#kyc" });
      fakeWidget(() => (finish({ id: "session 1" }), finish({ id: "session 50" }), finish("its own")));
      return (await flow.startSession({ id: "last", selector: "#kyc" })).detail;
    });
    assert.equal(detail, "its own");
  });

  test("by the sandbox's widget, come late after an abort, does not settle the next session", async () => {
    await it.open();
    const { detail, heard } = await it.run(async (flow, url) => {
      const heard = [];
      const both = Promise.withResolvers();
      addEventListener("finish", ({ detail }) => heard.push(detail.session_id) === 2 && both.resolve());
      const controller = new AbortController();
      const script = { url };
      const first = flow.startSession({ id: "first", selector: "#kyc", script, signal: controller.signal, onStatus: (status) => status === "active" && controller.abort("left") });
      await first.catch(() => {});
      const { detail } = await flow.startSession({ id: "second", selector: "#kyc", script });
      await both.promise;
      return { detail, heard };
    }, it.automatic({ fault: "finishes-late", ms: 100 }));
    assert.deepEqual(heard, ["first", "second"]);
    assert.equal(detail.session_id, "second");
  });
});

describe("A finish settles the running session", () => {
  for (const [how, naming] of Object.entries(namings)) {
    test(`where it names that session, ${how}`, async () => {
      assert.deepEqual(await settledBy([naming("second")]), naming("second"));
    });
  }

  for (const detail of [null, "", 0, "a text", {}, { session_id: "of neither" }, { session: null }, { id: 1, session_id: ["first"] }, { first: "first", note: "first" }]) {
    test(`where it names none: ${JSON.stringify(detail)}`, async () => {
      assert.deepEqual(await settledBy([detail]), detail);
    });
  }

  test("where it cannot be read", async () => {
    await it.open();
    const isSame = await it.run(async (flow) => {
      fakeWidget();
      await flow.startSession({ id: "first", selector: "#kyc" });
      const hostile = new Proxy({}, { get: () => { throw new Error("no"); } });
      fakeWidget(() => finish(hostile));
      return (await flow.startSession({ id: "second", selector: "#kyc" })).detail === hostile;
    });
    assert.equal(isSame, true);
  });

  test("where the same id runs a second time", async () => {
    await it.open();
    const details = await it.run(async (flow) => {
      const details = [];
      fakeWidget(({ id }) => finish({ id }));
      for (const id of ["same", "same"]) details.push((await flow.startSession({ id, selector: "#kyc" })).detail.id);
      return details;
    });
    assert.deepEqual(details, ["same", "same"]);
  });

  test("where it names that session beside one that ran earlier", async () => {
    assert.deepEqual(await settledBy([{ session_id: "second", session: { id: "first" } }]), { session_id: "second", session: { id: "first" } });
  });
});

describe("What is remembered of earlier sessions", () => {
  test("does not grow with their number", async () => {
    await it.open();
    const sizes = await it.run(async (flow) => {
      fakeWidget();
      const sizes = [];
      for (let number = 100; number < 500; number += 1) {
        await flow.startSession({ id: `session ${number}`, selector: "#kyc" });
        if (number % 200 === 199) sizes.push(JSON.stringify(window[Symbol.for("flow-embed")]).length);
      }
      return sizes;
    });
    assert.ok(sizes[0] > 100, `${sizes}`);
    assert.equal(sizes[1], sizes[0]);
  });
});
