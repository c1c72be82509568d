// readme
import { createSession } from "flow-embed";
import { IdentityCheck } from "./identity-check.jsx";

// Rendered on the server: each request creates a session.
export const dynamic = "force-dynamic";

export default async function Page() {
  const session = await createSession({
    apiKey: process.env.FLOW_API_KEY,
    // end
    endpoint: process.env.FLOW_ENDPOINT,
    // readme
  });
  return (
    <main>
      <h1>Identity check</h1>
      <IdentityCheck sessionId={session.session_id} />
    </main>
  );
}
// end
