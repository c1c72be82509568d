// readme
import { createSession } from "flow-embed";

addEventListener("message", async ({ data: endpoint }) => {
  const session = await createSession({
    endpoint,
    // end
    apiKey: "sandbox_LD_".padEnd(47, "0"),
    // readme
  });
  postMessage(session);
});
// end
