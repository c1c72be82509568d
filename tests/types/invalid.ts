// Calls that must not compile: each line after an expectation has an error.
import { FlowError, load, startSession } from "flow-embed";
import type { FinishResult, FlowErrorCode } from "flow-embed";

// @ts-expect-error options are needed
startSession();
// @ts-expect-error the id is needed
startSession({});
// @ts-expect-error the id is a string
startSession({ id: 1 });
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
declare const result: FinishResult;
// @ts-expect-error the detail is unknown until its type is given
result.detail.passed;
// @ts-expect-error results are read-only
result.id = "other";
export { code };
