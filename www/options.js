// Every option of the page, once. An entry makes the form field (`form.js`), the option in the call that the page
// makes, and the option in the code that the page shows.
//
//   call      whose option it is: "createSession", "startSession", or "page" for what only this page knows
//   path      the option's name in that call; also the field's name
//   group     the part of the form that the field belongs to (`data-group` in index.html)
//   kind      "text", "select" or "checkbox"
//   initial   what the field holds at first
//   default   the value that the call has without the option: it is then left out
//   read      turns the field's text into the option's value, given the form as well
//
// A field that is left empty is an option that is left out. What the options mean is checked by the package and not here,
// so that its errors can be seen.

/** The page's own server, which holds the API keys: one for each flow. */
export const sessionEndpoint = (flow) => `/api/flow/session?flow=${encodeURIComponent(flow)}`;
export const resultEndpoint = '/api/flow/result';

const numberOrText = (text) => (/^\d+$/.test(text) ? Number(text) : text);

function withFault(url, fault) {
  if (!url || !fault || !URL.canParse(url, location.href)) return url;
  const changed = new URL(url, location.href);
  for (const [name, value] of new URLSearchParams(fault)) changed.searchParams.set(name, value);
  return changed.href;
}

export const options = [
  {
    call: 'createSession', path: 'metadata.edocument.iin.value', group: 'edocument', kind: 'text',
    label: 'IIN', hint: '12 digits.', attributes: { inputmode: 'numeric' },
  },
  {
    call: 'createSession', path: 'metadata.edocument.iin.changeable', group: 'edocument', kind: 'checkbox',
    label: 'IIN is changeable', initial: true, default: true,
  },
  {
    call: 'createSession', path: 'metadata.edocument.phone.value', group: 'edocument', kind: 'text',
    label: 'Phone', hint: 'As people type it: +7 701 123-45-67.', attributes: { inputmode: 'tel' },
  },
  {
    call: 'createSession', path: 'metadata.edocument.phone.changeable', group: 'edocument', kind: 'checkbox',
    label: 'Phone is changeable', initial: true, default: true,
  },
  {
    call: 'createSession', path: 'metadata.edocument.skip_input', group: 'edocument', kind: 'checkbox',
    label: 'Skip the form', hint: 'Needs both values, neither of them changeable.', default: false,
  },
  {
    call: 'startSession', path: 'locale', group: 'widget', kind: 'select', label: 'Locale', wide: true,
    choices: [['', 'Automatic'], ['ru', 'Russian (ru)'], ['en', 'English (en)'], ['kz', 'Kazakh (kz)']],
  },
  {
    call: 'startSession', path: 'presentation', group: 'widget', kind: 'select', label: 'Presentation', wide: true, default: 'inline',
    choices: [['inline', 'Inline, in the page’s own element'], ['dialog', 'Dialog, over the page']],
  },
  {
    call: 'startSession', path: 'width', group: 'widget', kind: 'text', label: 'Width',
    hint: 'Such as 320 or 100%.', attributes: { placeholder: 'Host’s width' }, read: numberOrText,
  },
  {
    call: 'startSession', path: 'height', group: 'widget', kind: 'text', label: 'Height',
    hint: 'Such as 500 or 80vh.', attributes: { placeholder: 'Host’s height' }, read: numberOrText,
  },
  {
    call: 'startSession', path: 'isolate', group: 'widget', kind: 'checkbox',
    label: 'Isolate in an iframe of its own', default: false,
  },
  {
    call: 'startSession', path: 'keepMounted', group: 'widget', kind: 'checkbox',
    label: 'Keep the container after finish', default: false,
  },
  {
    call: 'startSession', path: 'script.url', group: 'script', kind: 'text', label: 'Script URL', wide: true,
    hint: 'Empty: the vendor’s own.', attributes: { inputmode: 'url', list: 'script-urls' },
    read: (url, form) => withFault(url, form.elements.namedItem('fault').value),
  },
  {
    call: 'page', path: 'fault', group: 'script', kind: 'select', label: 'Fault', wide: true,
    hint: 'Added to the URL as query parameters, which the sandbox understands.',
    choices: [
      ['', 'None'],
      ['fault=slow&ms=5000', 'Slow script (5 s)'],
      ['fault=status&status=404', 'Script missing (404)'],
      ['fault=hang', 'Server never answers'],
      ['fault=no-global', 'Script without FlowWidget'],
      ['fault=start-throws', 'Starting throws'],
      ['fault=finishes-late&ms=2000', 'Finishes late (2 s)'],
    ],
  },
  {
    call: 'page', path: 'preload', group: 'script', kind: 'checkbox',
    label: 'Load the script while the session is created', default: false,
  },
  {
    call: 'startSession', path: 'script.timeout', group: 'retry', kind: 'text', label: 'Timeout, ms', default: 15000,
    attributes: { inputmode: 'numeric', placeholder: '15000' }, read: numberOrText,
  },
  {
    call: 'startSession', path: 'script.retries', group: 'retry', kind: 'text', label: 'Retries', default: 2,
    attributes: { inputmode: 'numeric', placeholder: '2' }, read: numberOrText,
  },
];

/** What the form asks for: the options of each call, without those that have their default value. */
export function readOptions(form) {
  const flow = new FormData(form).getAll('technology').join('-');
  const calls = {
    createSession: { endpoint: sessionEndpoint(flow) },
    startSession: { selector: '#host' },
    getResult: { endpoint: resultEndpoint, wait: true },
    page: {},
  };
  for (const option of options) {
    const value = readOption(option, form);
    if (value !== undefined && value !== option.default) setAt(calls[option.call], option.path.split('.'), value);
  }
  // A dialog has no host in the page.
  if (calls.startSession.presentation === 'dialog') delete calls.startSession.selector;
  return calls;
}

function readOption({ path, kind, read = (text) => text }, form) {
  const field = form.elements.namedItem(path);
  if (field.matches(':disabled')) return undefined;
  if (kind === 'checkbox') return field.checked;
  const text = field.value.trim();
  return text === '' ? undefined : read(text, form);
}

function setAt(target, [name, ...rest], value) {
  if (rest.length === 0) target[name] = value;
  else setAt((target[name] ??= {}), rest, value);
}
