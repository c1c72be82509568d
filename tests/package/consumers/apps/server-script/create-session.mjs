// readme
import { createSession } from "flow-embed";

const session = await createSession({
  apiKey: process.env.FLOW_API_KEY,
  // end
  endpoint: process.env.FLOW_ENDPOINT,
  // readme
});
// end

console.log(JSON.stringify(session.technologies));
