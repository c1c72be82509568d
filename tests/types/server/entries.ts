// The other entries that a server, or a test runner on one, may import.
import * as slim from "flow-embed/slim";
import { installFakeWidget } from "flow-embed/testing";

export const create = () => slim.createSession({ apiKey: "key" });
export const finish = () => installFakeWidget({ outcome: { finish: {} } }).finish();
