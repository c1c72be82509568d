// What the example needs of this page: the session's id and the script's URL from the page's address, and the outcome.

import { sessionEndpoint } from './options.js';
import { codeOf, toJson } from './view.js';

const find = (name) => document.getElementById(name);
const query = new URLSearchParams(location.search);

export const id = query.get('id');
export const url = query.get('script') ?? (await firstScript());

const texts = {
  loading: 'Loading the vendor’s script…',
  starting: 'Starting the widget…',
  active: 'Active: waiting for the person to go through the checks.',
  finished: 'Finished. Reading the server’s verdict…',
};

export function showStatus(status) {
  setStatus(status, texts[status]);
  if (status === 'active') find('kyc').scrollIntoView({ block: 'nearest' });
}

export function showVerdict(detail, result) {
  setStatus('finished', `Finished. The server’s verdict: ${result.flow_session_result ? 'passed' : 'not passed'}.`);
  showOutcome(`detail, advisory: ${toJson(detail)}\n\nresult: ${toJson(result)}`);
}

export function showError(error) {
  setStatus('failed', `Failed: ${codeOf(error)}.`);
  showOutcome(error.message);
}

showCode();
if (id) find('new-session').textContent = 'Get another session';
find('new-session').addEventListener('click', goToNewSession);

async function goToNewSession({ currentTarget: button }) {
  button.disabled = true;
  try {
    const { session_id } = await FlowEmbed.createSession({ endpoint: sessionEndpoint('LD') });
    query.set('id', session_id);
    location.search = query;
  } catch (error) {
    showError(error);
    button.disabled = false;
  }
}

/** Without the playground's server, the package's own default is used: the vendor's script. */
async function firstScript() {
  const response = await fetch('/playground.json');
  return response.ok ? (await response.json()).scripts[0] : undefined;
}

/** The page shows the very code that it runs. */
function showCode() {
  const example = find('example').textContent.replace(/^ {4}/gm, '').trim();
  find('code').textContent = [
    '<div id="kyc"></div>\n',
    `<script src="${find('build').getAttribute('src')}"></script>`,
    `<script type="module">\n  ${example}\n</script>\n`,
  ].join('\n');
}

function setStatus(status, text) {
  const line = find('status');
  line.dataset.status = status;
  line.textContent = text;
}

function showOutcome(text) {
  const outcome = find('outcome');
  outcome.textContent = text;
  outcome.hidden = false;
}
