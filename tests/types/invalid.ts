// Calls that must not compile: each line after an expectation has an error.
import { FlowError, load, startSession } from "flow-embed";
import type { FinishResult, FlowErrorCode } from "flow-embed";

// @ts-expect-error options are needed
startSession();
// @ts-expect-error the id is needed
startSession({});
// @ts-expect-error the id is a string
startSession({ id: 1 });
// @ts-expect-error the function yields no id
startSession({ id: () => 7 });
// @ts-expect-error the result is your server's to ask for
startSession({ id: "id", result: {} });
// @ts-expect-error no such option
startSession({ id: "id", selektor: "#kyc" });
// @ts-expect-error no such presentation
startSession({ id: "id", presentation: "popup" });
// @ts-expect-error a controller is not a signal
startSession({ id: "id", signal: new AbortController() });
// @ts-expect-error no such crossOrigin
load({ crossOrigin: "yes" });
// @ts-expect-error durations are numbers
load({ timeout: "15s" });
// @ts-expect-error no such code
const code: FlowErrorCode = "oops";
declare const error: FlowError;
// @ts-expect-error errors are read-only
error.code = "cancelled";
// @ts-expect-error nobody else makes one
new FlowError("cancelled");
// @ts-expect-error only some codes have a field
if (error.code === "http") error.details.field.length;
declare const result: FinishResult;
// @ts-expect-error there is a result only where it was asked for
result.result.status;
// @ts-expect-error the detail is unknown until its type is given
result.detail.passed;
// @ts-expect-error results are read-only
result.id = "other";
export { code };
