// The verdict, and what the page may know of a result. Photos, documents and personal data are not copied.

/** Finished, and the vendor says `true`. Whatever is missing, or of another type, is not passed. */
export function isPassed(result) {
  return isFinished(result) && result.flow_session_result === true;
}

/** What the page is answered. */
export function resultForPage(result, sessionId) {
  const page = {
    id: sessionId,
    technologies: list(result.technologies).filter(isNamed).map(technologyForPage),
    status: isFinished(result) ? 'FINISHED' : 'PROGRESS',
  };
  if (isFinished(result)) {
    page.flow_session_result = isPassed(result);
    page.flow_session_failure_reasons = list(result.flow_session_failure_reasons).filter(isText);
  }
  return page;
}

function isFinished(result) {
  return result.status === 'FINISHED';
}

function isNamed(technology) {
  return isText(technology?.name);
}

function technologyForPage({ name, description, code }) {
  return { name, description: textOrNothing(description), code: textOrNothing(code) };
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
