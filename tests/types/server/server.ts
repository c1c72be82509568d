// What a server does: without the library of types that only pages have.
import { createSession, FlowError, getResult, isValidIin, type Session, type SessionResult } from "flow-embed";

export async function create(iin: string): Promise<Session> {
  return createSession({ apiKey: "key", credentials: "omit", timeout: 5000, metadata: { edocument: { iin: { value: iin, changeable: !isValidIin(iin) } } } });
}

export async function verdict(id: string): Promise<SessionResult | undefined> {
  try {
    return await getResult({ id, endpoint: "https://example.com/result", wait: { timeout: 1000 } });
  } catch (error) {
    if (error instanceof FlowError && error.retryable) return undefined;
    throw error;
  }
}
