// Sessions under the page's Content Security Policy, which the browser enforces as the site's server sends it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { needs } from "./support/engines.mjs";
import { flowError, harness } from "./support/harness.mjs";

const it = harness();
const nonce = "cjRuZDBt";
const scripts = (...sources) => `script-src ${sources.join(" ")}`;
const strict = "object-src 'none'; base-uri 'none'";
const trustedTypes = "require-trusted-types-for 'script'; trusted-types flow-embed";

/** How a session can be shown. */
const modes = {
  inline: { selector: "#kyc" },
  dialog: {},
  isolated: { selector: "#kyc", isolate: true },
  "isolated in a dialog": { isolate: true },
};

/** Notes what the policy refuses, in the page and in the frames of isolated sessions, which have events of their own. */
const watch = `
window.violations = [];
const noteIn = (document, where) => document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  // The browser's own request, not the page's.
  if (!blockedURI.endsWith("/favicon.ico")) violations.push([where, effectiveDirective, blockedURI, sample].join(" "));
});
noteIn(document, "page:");
document.addEventListener("load", ({ target }) => target.localName === "iframe" && target.contentDocument && noteIn(target.contentDocument, "frame:"), true);`;

/** Opens a page under a policy: with a nonce on its scripts, or with its scripts as files of the site. */
const openUnder = (policy, page = { nonce }) => {
  const watching = `<script${page.nonce ? ` nonce="${page.nonce}"` : ""} src="${it.site.script(watch)}"></script>`;
  return it.open({ ...page, head: watching, headers: { "content-security-policy": policy } });
};

/** A session of the sandbox's widget that goes through by itself; yields what it came to and what the policy refused. */
const session = (options) =>
  it.run(async (flow, options) => {
    const { detail } = await flow.startSession({ id: "one", ...options });
    await nextFrame();
    return { id: detail.session_id, violations };
  }, options);

/** The policy of README's section, with the sandbox in the vendor's place. */
const policyOfReadme = async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, section] = readme.split("## Content Security Policy");
  const [, lines] = section.match(/```\n(.*?)\n```/s);
  return lines.replaceAll("\n", " ").replaceAll(/https:\/\/\w+\.biometric\.kz/g, it.sandbox.origin);
};

/** Each policy with the page that it is for. */
const policies = {
  "a nonce": async () => [`${scripts(`'nonce-${nonce}'`, "'wasm-unsafe-eval'")}; ${strict}`, { nonce }],
  "a nonce and strict-dynamic": async () => [`${scripts(`'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'")}; ${strict}`, { nonce }],
  "Trusted Types": async () => [`${scripts(`'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'")}; ${strict}; ${trustedTypes}`, { nonce }],
  "default-src 'none' and what README lists": async () => [`default-src 'none'; ${await policyOfReadme()}`, { files: true }],
  "default-src 'none', what README lists, and Trusted Types": async () => [`default-src 'none'; ${await policyOfReadme()}; ${trustedTypes}`, { files: true }],
  "default-src 'none', a nonce and Trusted Types": async () => [`default-src 'none'; ${scripts(`'nonce-${nonce}'`, "'wasm-unsafe-eval'")}; ${trustedTypes}`, { nonce }],
  "default-src 'none', a nonce, and frame-ancestors, frame-src and child-src 'none'": async () => [`default-src 'none'; frame-ancestors 'none'; frame-src 'none'; child-src 'none'; ${scripts(`'nonce-${nonce}'`, "'wasm-unsafe-eval'")}`, { nonce }],
};

for (const [name, policy] of Object.entries(policies)) {
  describe(`Under ${name}`, () => {
    for (const [mode, options] of Object.entries(modes)) {
      test(`a session ${mode} resolves, and nothing is refused`, async () => {
        await openUnder(...(await policy()));
        const found = await session({ ...options, script: { url: it.automatic(), retries: 0 } });
        assert.deepEqual(found, { id: "one", violations: [] });
      });
    }
  });
}

describe("Under a policy with a nonce", () => {
  for (const [mode, options] of Object.entries(modes)) {
    test(`the vendor's script of a session ${mode} gets the nonce of the page's scripts`, async () => {
      const [policy, page] = await policies["a nonce"]();
      await openUnder(policy, page);
      const found = await it.run(async (flow, options) => {
        const nonces = [];
        const onStatus = (status) => {
          const realm = document.querySelector("iframe")?.contentDocument ?? document;
          if (status === "starting") nonces.push(...[...realm.querySelectorAll("script[type=module][src]")].map((script) => script.nonce));
        };
        await flow.startSession({ id: "one", ...options, onStatus });
        return nonces;
      }, { ...options, script: { url: it.automatic() } });
      assert.deepEqual(found, [nonce]);
    });
  }

  test("the script-tag build works as well", async () => {
    const [policy, page] = await policies["Trusted Types"]();
    await openUnder(policy, { ...page, build: "script tag" });
    assert.deepEqual(await session({ isolate: true, script: { url: it.automatic() } }), { id: "one", violations: [] });
  });

  test("the camera, the widget's styles and its pictures work in every mode", async () => {
    const [policy, page] = await policies["Trusted Types"]();
    for (const options of Object.values(modes)) {
      await openUnder(`default-src 'none'; ${policy}`, page);
      const found = await it.run(async (flow, options) => {
        const session = flow.startSession({ id: "one", ...options });
        const find = (selector) => document.querySelector("iframe")?.contentDocument?.querySelector(selector) ?? document.querySelector(selector);
        const shown = await Promise.race([session, eventually(() => find("[data-step=intro] [data-action=continue]"))]);
        const { borderRadius } = getComputedStyle(shown);
        shown.click();
        const video = await eventually(() => find("[data-camera=live] video"));
        const isPlaying = await eventually(() => video.videoWidth > 0);
        find("[data-action=continue]").click();
        return [borderRadius !== "0px", isPlaying, (await session).detail.result, violations];
      }, { ...options, script: { url: it.waiting() } });
      assert.deepEqual(found, [true, true, true, []]);
    }
  });
});

describe("Under a policy that forbids what a session needs", () => {
  const state = () => it.run(() => [document.querySelector("#kyc").innerHTML, document.body.children.length, ledger.listeners(), ledger.timers()]);

  /** Expects that a session is refused with this error, and that it leaves the page as it was. */
  const isRefused = async (options, expected) => {
    const before = await state();
    const session = it.run((flow, options) => flow.startSession({ id: "one", ...options }).then(() => {}), { ...options, script: { url: it.automatic(), retries: 0 } });
    await assert.rejects(session, expected);
    assert.deepEqual(await state(), before);
  };

  for (const [mode, options] of Object.entries(modes)) {
    test(`a session ${mode} without 'wasm-unsafe-eval' is wasm_unavailable, and the message names the directive`, async () => {
      await openUnder(scripts(`'nonce-${nonce}'`, "'strict-dynamic'"));
      await isRefused(options, flowError("wasm_unavailable", ({ message, retryable }) => {
        assert.match(message, /'wasm-unsafe-eval'.*script-src/);
        assert.equal(retryable, false);
      }));
    });

    test(`a session ${mode} without the vendor's origin is script_load, and the message names the directive`, async () => {
      await openUnder(`default-src 'none'; ${scripts("'self'", "'wasm-unsafe-eval'")}`, { files: true });
      await isRefused(options, flowError("script_load", ({ message, details }) => {
        assert.match(message, /script-src/);
        assert.ok(details.url.startsWith(it.sandbox.origin));
      }));
    });

    for (const [what, trusted] of [["another policy's name", "trusted-types another"], ["none", "trusted-types 'none'"]]) {
      test(`a session ${mode} with Trusted Types that allow ${what} is a FlowError that names trusted-types flow-embed`, async () => {
        await openUnder(`${scripts(`'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'")}; require-trusted-types-for 'script'; ${trusted}`);
        const code = options.isolate ? "invalid_options" : "script_load";
        await isRefused(options, flowError(code, ({ message }) => assert.match(message, /trusted-types flow-embed/)));
      });
    }
  }

  needs("reports of wasm")("a call without 'wasm-unsafe-eval' is reported once", async () => {
    await openUnder(scripts(`'nonce-${nonce}'`, "'strict-dynamic'"));
    const reported = await it.run(async (flow) => {
      await flow.load().catch(() => {});
      // A busy engine tells of it frames later; and then it may not tell twice.
      await eventually(() => violations.length > 0);
      await nextFrame();
      return violations.map((violation) => violation.trim());
    });
    assert.deepEqual(reported, ["page: script-src wasm-eval"]);
  });

  test("a script that the policy refuses is reported once for each attempt, in the page's first call too", async () => {
    await openUnder(`default-src 'none'; ${scripts("'self'", "'wasm-unsafe-eval'")}`, { files: true });
    const url = it.automatic();
    const reported = await it.run(async (flow, url) => {
      await flow.load({ url, retries: 1 }).catch(() => {});
      await eventually(() => violations.length > 1);
      await nextFrame();
      return violations.map((violation) => violation.trim().split("?")[0]);
    }, url);
    assert.deepEqual(reported, Array(2).fill(`page: script-src-elem ${url.split("?")[0]}`));
  });

  test("checkEnvironment without 'wasm-unsafe-eval' is wasm_unavailable, and the message names the directive", async () => {
    await openUnder(scripts(`'nonce-${nonce}'`));
    await assert.rejects(
      it.run((flow) => flow.checkEnvironment()),
      flowError("wasm_unavailable", ({ message }) => assert.match(message, /'wasm-unsafe-eval'.*script-src/)),
    );
  });
});
