// readme
import { init, startSession } from "flow-embed/slim";
import wasm from "flow-embed/flow_embed.wasm?url";

async function verify(sessionId) {
  init(wasm);
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
