// The verdict, and what the page may know of a result. Photos, documents and personal data are not copied.

import { onVerdict } from './on-verdict.js';

/** What the keyed hash of an IIN is for. */
export const IIN = 'iin';

/** Lets the application act on a verdict, once. */
export async function settle(binding, result, { store, tokens, log }) {
  if (!isFinished(result) || !(await store.beginVerdict(binding.session_id))) return;
  const { session_id: sessionId, flow, visitor_id: visitorId } = binding;
  try {
    await onVerdict({ sessionId, flow, visitorId, passed: isPassed(result, binding, tokens) }, log);
  } catch (error) {
    log.error({ name: error.name, stack: error.stack }, 'the application could not act on a verdict');
    await store.undoVerdict(sessionId);
  }
}

export function isFinished(result) {
  return result.status === 'FINISHED';
}

/** Whatever is missing, or of another type, is not passed. */
function isPassed(result, binding, tokens) {
  return isFinished(result) && result.flow_session_result === true && isOf(result, binding, tokens);
}

/** Whether the documents are of the person for whom the session was created, if it was created for somebody. */
function isOf(result, { iin }, tokens) {
  if (iin === undefined) return true;
  const answered = [
    result.edocument_result?.result_json?.common?.docOwner?.iin,
    result.document_recognition_result?.personal_number,
  ].filter(isText);
  return answered.length > 0 && answered.every((one) => tokens.isHashOf(iin, IIN, one));
}

/** What the page is answered. */
export function resultForPage(result, binding, tokens) {
  const page = {
    id: binding.session_id,
    technologies: list(result.technologies).filter((technology) => isText(technology?.name)).map(technologyForPage),
    status: isFinished(result) ? 'FINISHED' : 'PROGRESS',
  };
  if (isFinished(result)) {
    page.flow_session_result = isPassed(result, binding, tokens);
    page.flow_session_failure_reasons = list(result.flow_session_failure_reasons).map(reasonForPage).filter(Boolean);
    if (!isOf(result, binding, tokens)) page.flow_session_failure_reasons.push('iin_mismatch');
  }
  return page;
}

function technologyForPage({ name, description, code }) {
  return { name, description: textOrNothing(description), code: textOrNothing(code) };
}

/** The vendor's reasons are texts, or `{type, detail}`. */
function reasonForPage(reason) {
  if (isText(reason)) return reason;
  return isText(reason?.type) ? { type: reason.type, detail: textOrNothing(reason.detail) } : undefined;
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function isText(value) {
  return typeof value === 'string';
}

function textOrNothing(value) {
  return isText(value) ? value : undefined;
}
