import { startSession } from "flow-embed";
import { installFakeWidget } from "flow-embed/testing";
import { afterEach, expect, test } from "vitest";

let widget;
afterEach(() => widget.uninstall());

test("a visitor who goes through the check", async () => {
  widget = installFakeWidget({ outcome: { finish: { result: true } } });
  document.body.innerHTML = `<div id="kyc"></div>`;

  const { detail } = await startSession({ id: "session-1", selector: "#kyc", locale: "kz" });

  expect(detail).toEqual({ result: true });
  expect(widget.calls).toMatchObject([{ id: "session-1", locale: "kz" }]);
});

test("a visitor whose network is down", async () => {
  widget = installFakeWidget({ outcome: "script-fails" });

  const session = startSession({ id: "session-2", script: { retries: 0 } });

  await expect(session).rejects.toMatchObject({ code: "script_load", retryable: true });
});
