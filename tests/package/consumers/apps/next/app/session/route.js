// readme
import { createSession } from "flow-embed";

export const runtime = "edge";
export const dynamic = "force-dynamic";

export async function GET() {
  const session = await createSession({
    apiKey: process.env.FLOW_API_KEY,
    // end
    endpoint: process.env.FLOW_ENDPOINT,
    // readme
  });
  return Response.json(session);
}
// end
