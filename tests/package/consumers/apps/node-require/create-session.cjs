// readme
const { createSession } = require("flow-embed");

async function create() {
  return createSession({
    apiKey: process.env.FLOW_API_KEY,
    // end
    endpoint: process.env.FLOW_ENDPOINT,
    // readme
  });
}
// end

create().then(({ technologies }) => console.log(JSON.stringify(technologies)));
