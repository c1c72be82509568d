// PUT HERE WHAT YOUR APPLICATION DOES WHEN A SESSION HAS ENDED.

/**
 * Called once for each session, by whoever learns first that it has ended: the page that asks for its result, or the vendor's
 * webhook. If it throws, the next one calls it again. If the process ends in the middle it is not called again: what must not be
 * lost, write to your database first.
 *
 * - `flow`: the visitor chose `?flow`; require the one that your operation needs.
 * - `visitorId`: whose session it is, as `login.js` found when it was created.
 * - `passed`: finished, the vendor says `true`, and the IIN is the one that the session was created for.
 */
export async function onVerdict({ sessionId, flow, visitorId, passed }, log) {
  // For example: mark the customer `visitorId` as identified, if `flow` is the one that this needs.
  log.info({ flow, passed }, 'verdict');
}
