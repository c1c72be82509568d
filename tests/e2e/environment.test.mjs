// checkEnvironment(): what the browser and the page allow, told without asking the person for anything.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needs } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();

/** Counts the requests for the camera: each would ask the person. */
const head = `<script>
window.requests = 0;
if (window.MediaDevices) {
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = function (wishes) {
    requests += 1;
    return getUserMedia.call(this, wishes);
  };
}
</script>`;

/** What checkEnvironment says in the page that is open, after `prepare` has run in it; never has it asked for the camera. */
const check = async (prepare = () => {}, ...values) => {
  const [environment, requests] = await it.run(
    async (flow, source, values) => {
      eval(source)(...values);
      return [await flow.checkEnvironment(), requests];
    },
    `(${prepare})`,
    values,
  );
  assert.equal(requests, 0);
  return environment;
};

const found = (camera, ...problems) => ({ secureContext: true, camera, problems });
/** The environment with its problems' codes alone. */
const codes = ({ problems, ...environment }) => ({ ...environment, problems: problems.map(({ code }) => code) });

describe("checkEnvironment, by what the browser tells,", () => {
  /** Stands in for the browser's answers; a function that throws stands for an interface that does. */
  const pretend = (permission, devices) => {
    const answer = (name) => () => {
      const says = { granted: { state: "granted" }, prompt: { state: "prompt" }, denied: { state: "denied" }, strange: { state: "strange" }, "a camera": [{ kind: "audioinput" }, { kind: "videoinput" }], "no camera": [{ kind: "audioinput" }] }[name];
      if (name === "throws") throw new TypeError("not here");
      return says === undefined ? Promise.reject(new TypeError("not here")) : Promise.resolve(says);
    };
    const is = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
    is("permissions", permission === "missing" ? undefined : { query: answer(permission) });
    is("mediaDevices", devices === "missing" ? undefined : { enumerateDevices: answer(devices) });
  };

  for (const [permission, devices, camera, ...problems] of [
    ["granted", "a camera", "granted"],
    ["prompt", "a camera", "prompt"],
    ["denied", "a camera", "denied", "camera_denied"],
    ["granted", "no camera", "missing", "camera_missing"],
    ["prompt", "no camera", "missing", "camera_missing"],
    ["denied", "no camera", "denied", "camera_denied"],
    ["missing", "a camera", "unknown"],
    ["missing", "no camera", "missing", "camera_missing"],
    ["rejects", "a camera", "unknown"],
    ["throws", "a camera", "unknown"],
    ["strange", "a camera", "unknown"],
    ["granted", "rejects", "granted"],
    ["prompt", "throws", "prompt"],
    ["prompt", "missing", "prompt"],
    ["missing", "missing", "unknown"],
  ]) {
    test(`says ${camera} where the permission is "${permission}" and the list of devices is "${devices}"`, async () => {
      await it.open({ head });
      assert.deepEqual(codes(await check(pretend, permission, devices)), found(camera, ...problems));
    });
  }

  for (const name of ["permissionsPolicy", "featurePolicy"]) {
    test(`says blocked where document.${name} forbids the camera`, async () => {
      await it.open({ head });
      const forbid = (name) => Object.defineProperty(document, name, { value: { allowsFeature: (feature) => feature !== "camera" } });
      assert.deepEqual(codes(await check(forbid, name)), found("blocked", "camera_blocked"));
    });
  }

  test("says unknown in a page that is not a secure context, where browsers call the camera denied, and names only that", async () => {
    await it.open({ head });
    const insecure = () => {
      Object.defineProperty(window, "isSecureContext", { value: false });
      Object.defineProperty(navigator, "permissions", { value: { query: async () => ({ state: "denied" }) } });
    };
    const { problems, ...environment } = await check(insecure);
    assert.deepEqual(environment, { secureContext: false, camera: "unknown" });
    assert.deepEqual(problems.map(({ code }) => code), ["insecure_context"]);
    assert.match(problems[0].message, /https/);
  });

  test("says the same in a page whose Promise is not the browser's own, as under zone.js", async () => {
    await it.open({ head: `${head}<script>window.Promise = class extends Promise {};</script>` });
    const granted = () => Object.defineProperty(Permissions.prototype, "query", { value: (async () => ({ state: "granted" })).bind() });
    const devices = () => (MediaDevices.prototype.enumerateDevices = async () => [{ kind: "videoinput" }]);
    assert.deepEqual(codes(await check(`() => { (${granted})(); (${devices})(); }`)), found("granted"));
  });
});

describe("A problem", () => {
  test("says what to do about it", async () => {
    await it.open({ head });
    const deny = () => Object.defineProperty(navigator, "permissions", { value: { query: async () => ({ state: "denied" }) } });
    const { problems } = await check(deny);
    assert.equal(problems.length, 1);
    assert.match(problems[0].message, /Ask the person to allow it/);
  });

  test("does not keep a session from being started: the page decides", async () => {
    await it.open({ head });
    const detail = await it.run(async (flow) => {
      Object.defineProperty(navigator, "permissions", { value: { query: async () => ({ state: "denied" }) } });
      fakeWidget(() => finish("done"));
      const { problems } = await flow.checkEnvironment();
      return [problems.length, (await flow.startSession({ id: "one", selector: "#kyc" })).detail];
    });
    assert.deepEqual(detail, [1, "done"]);
  });
});

describe("checkEnvironment in a real browser", () => {
  for (const [setting, ...problems] of [["granted"], ["prompt"], ["denied", "camera_denied"]]) {
    needs("set permissions")(`says ${setting} where the person's permission is ${setting}`, async () => {
      await it.open({ head });
      await it.driver.sendDevToolsCommand("Browser.setPermission", { origin: it.site.origin, permission: { name: "camera" }, setting });
      try {
        assert.deepEqual(codes(await check()), found(setting, ...problems));
      } finally {
        await it.driver.sendDevToolsCommand("Browser.resetPermissions", {});
      }
    });
  }

  const policyOnly = needs("told permissions policy");

  policyOnly("says blocked where the page's Permissions-Policy forbids the camera", async () => {
    await it.open({ head, headers: { "permissions-policy": "camera=()" } });
    const { problems, ...environment } = await check();
    assert.deepEqual(environment, { secureContext: true, camera: "blocked" });
    assert.match(problems[0].message, /Permissions-Policy: camera=\(self\)/);
  });

  for (const [allow, ...expected] of [["", "blocked", "camera_blocked"], ["camera", "granted"]]) {
    policyOnly(`says ${expected[0]} in another origin's iframe with allow="${allow}"`, async () => {
      const inner = it.site.page({ head }).replace("127.0.0.1", "localhost");
      await it.open({ body: `<iframe allow="${allow}" src="${inner}"></iframe>` });
      await it.driver.switchTo().frame(0);
      assert.deepEqual(codes(await check()), found(...expected));
    });
  }

  needs("insecure address")("says that a page over plain http, not of a loopback host, is no secure context", async () => {
    // To Chromium this address is the own machine, and yet no loopback host.
    await it.driver.get(it.site.page({ head }).replace("127.0.0.1", "0.0.0.0"));
    assert.deepEqual(codes(await check()), { secureContext: false, camera: "unknown", problems: ["insecure_context"] });
  });
});
