import { createSession, getResult, load, startSession, FlowError } from '/dist/index.js';
import { writeCode } from './code.js';
import { checkTechnologies, clearFieldErrors, followTechnologies, renderFields, showFieldError } from './form.js';
import { readOptions } from './options.js';
import { hideError, Progress, showError, showJson, toJson } from './view.js';

const find = (id) => document.getElementById(id);
const form = find('options');
const startButton = find('start');
const cancelButton = find('cancel');
const host = find('host');
const errorPanel = find('error');
const summary = find('verdict-summary');
const progress = new Progress(find('status'), find('steps'));
let controller;

renderFields(form);
follow();
for (const type of ['input', 'change']) form.addEventListener(type, followForm);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (controller) return;
  if (checkTechnologies(form)) run(readOptions(form));
  else form.querySelector('[name="technology"]').focus();
});
cancelButton.addEventListener('click', () => controller?.abort());
find('copy').addEventListener('click', copyCode);
await readSettings();

/** One session, from the session's creation to the server's verdict. */
async function run(options) {
  controller = new AbortController();
  const { signal } = controller;
  prepare();
  try {
    progress.enter('creating');
    // A script that does not load is reported by startSession, which asks for the same one.
    if (options.page.preload) load({ ...options.startSession.script, signal }).catch(() => {});
    const { session_id: id } = await createSession({ ...options.createSession, signal });
    progress.completeStep();
    const { detail } = await startSession({
      id,
      ...options.startSession,
      signal,
      onStatus: (status) => showStatus(status, options.startSession.selector),
    });
    showJson(find('detail'), toJson(detail));
    const result = await getResult({ id, ...options.getResult, signal });
    showJson(find('verdict'), toJson(result));
    showSummary(result.flow_session_result);
    progress.complete(`Finished. The server’s verdict: ${summary.textContent.toLowerCase()}.`);
  } catch (error) {
    fail(error, signal);
  } finally {
    const focused = document.activeElement === cancelButton;
    controller = undefined;
    startButton.disabled = false;
    cancelButton.disabled = true;
    if (focused) startButton.focus();
  }
}

function showStatus(status, isInline) {
  progress.enter(status);
  if (status === 'active' && isInline) host.scrollIntoView({ block: 'nearest' });
}

function prepare() {
  const focused = document.activeElement === startButton;
  startButton.disabled = true;
  cancelButton.disabled = false;
  if (focused) cancelButton.focus();
  hideError(errorPanel);
  clearFieldErrors(form);
  progress.reset();
  showJson(find('detail'));
  showJson(find('verdict'));
  summary.hidden = true;
  // With keepMounted, the container of the session before is still there.
  host.replaceChildren();
  find('run').scrollIntoView({ block: 'nearest' });
}

function fail(error, signal) {
  const isFlowError = error instanceof FlowError;
  if ((signal.aborted && error === signal.reason) || (isFlowError && error.code === 'cancelled')) {
    progress.stop('cancelled');
    return;
  }
  progress.stop('failed', isFlowError ? `Failed: ${error.code}.` : undefined);
  showError(errorPanel, error);
  if (isFlowError) showFieldError(form, error.details.field, error.message);
}

function showSummary(passed) {
  summary.textContent = passed === undefined ? 'Undecided' : passed ? 'Passed' : 'Not passed';
  summary.dataset.passed = String(passed);
  summary.hidden = false;
}

function followForm() {
  follow();
  clearFieldErrors(form);
  if (!find('technologies-error').hidden) checkTechnologies(form);
}

function follow() {
  followTechnologies(form);
  find('copied').textContent = '';
  find('code').textContent = writeCode(readOptions(form));
}

async function copyCode() {
  const announcement = find('copied');
  announcement.textContent = '';
  try {
    await navigator.clipboard.writeText(find('code').textContent);
    announcement.textContent = 'Copied';
  } catch {
    announcement.textContent = 'The browser did not allow it: select the code and copy it.';
  }
}

/** The sandbox's address and its scripts' URLs, which the page's server knows. */
async function readSettings() {
  try {
    const response = await fetch('/playground.json');
    if (!response.ok) throw new Error(`/playground.json answered ${response.status}: is this page served by npm start?`);
    const { scripts, sandbox } = await response.json();
    find('script-urls').append(...scripts.map((url) => new Option(url, url)));
    form.elements.namedItem('script.url').value = scripts[0];
    find('sandbox').textContent = sandbox;
    follow();
  } catch (error) {
    showError(errorPanel, error);
  }
}
