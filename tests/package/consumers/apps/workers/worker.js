// readme
import { createSession } from "flow-embed";

export default {
  async fetch(request, env) {
    const session = await createSession({
      apiKey: env.FLOW_API_KEY,
      // end
      endpoint: env.FLOW_ENDPOINT,
      // readme
    });
    return Response.json(session);
  },
};
// end
