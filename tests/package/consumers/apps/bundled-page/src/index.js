// readme
import { startSession } from "flow-embed";

async function verify(sessionId) {
  const result = await startSession({
    id: sessionId,
    selector: "#kyc",
    // end
    script: { url: page.get("script") },
    // readme
  });
  console.log("finished", result.detail);
  // end
  document.body.dataset.result = JSON.stringify(result);
  // readme
}
// end

const page = new URLSearchParams(location.search);
verify(page.get("id"));
