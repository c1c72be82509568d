// readme
import "flow-embed/element";

function verify(sessionId) {
  const element = document.createElement("flow-embed");
  // end
  element.script = { url: page.get("script") };
  // readme
  element.sessionId = sessionId;
  element.addEventListener("flow-finish", ({ detail: result }) => {
    // end
    document.body.dataset.result = JSON.stringify(result);
    // readme
    console.log("finished", result.detail);
  });
  document.querySelector("#kyc").append(element);
}
// end

const page = new URLSearchParams(location.search);
verify(page.get("id"));
