import { createSession, startSession } from "flow-embed";

const controller = new AbortController();
cancelButton.onclick = () => controller.abort();

const { session_id: id } = await createSession({ endpoint: "/api/flow/session" });
const { detail } = await startSession({ id, selector: "#kyc", locale: "ru", signal: controller.signal });
console.log("finished", detail);
