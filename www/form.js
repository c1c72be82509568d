import { options } from './options.js';

const idOf = (path) => `option-${path.replaceAll('.', '-')}`;

/** Puts each option's field into its group of the form. */
export function renderFields(form) {
  for (const option of options) {
    form.querySelector(`[data-group="${option.group}"]`).append(renderField(option));
  }
}

function renderField(option) {
  const id = idOf(option.path);
  const control = renderControl(option);
  Object.assign(control, { id, name: option.path, className: option.kind === 'checkbox' ? 'checkbox' : 'control' });
  const label = element('label', { htmlFor: id, textContent: option.label });
  const error = element('p', { id: `${id}-error`, className: 'field-error', hidden: true });
  const described = [error.id];
  const field = element('div', { className: `field field-${option.kind}${option.wide ? ' field-wide' : ''}` });
  field.append(...(option.kind === 'checkbox' ? [control, label] : [label, control]));
  if (option.hint) {
    const hint = element('p', { id: `${id}-hint`, className: 'hint', textContent: option.hint });
    described.unshift(hint.id);
    field.append(hint);
  }
  field.append(error);
  control.setAttribute('aria-describedby', described.join(' '));
  return field;
}

function renderControl({ kind, choices, initial, attributes = {} }) {
  if (kind === 'select') {
    const select = element('select');
    select.append(...choices.map(([value, text]) => new Option(text, value)));
    return select;
  }
  const input = element('input', { type: kind, autocomplete: 'off', spellcheck: false, defaultChecked: initial === true });
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  return input;
}

/** The e-document's fields take part only where the flow has that technology. */
export function followTechnologies(form) {
  const prefill = form.querySelector('#edocument');
  const chosen = new FormData(form).getAll('technology').includes('ED');
  prefill.disabled = !chosen;
  prefill.hidden = !chosen;
}

/** Checks what the page itself needs to ask for a session. True if the form can be sent. */
export function checkTechnologies(form) {
  const chosen = new FormData(form).getAll('technology');
  let message = '';
  if (chosen.length === 0) message = 'Choose at least one technology.';
  else if (chosen.join() === 'F2F') message = 'Face2Face compares with another technology: choose one more.';
  const error = form.querySelector('#technologies-error');
  error.textContent = message;
  error.hidden = message === '';
  for (const box of form.querySelectorAll('[name="technology"]')) {
    if (message) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
  }
  return message === '';
}

/** Shows an error at the field of the option that it names. False if the form has no such field. */
export function showFieldError(form, path, message) {
  const control = options.some((option) => option.path === path) && form.elements.namedItem(path);
  if (!control) return false;
  const error = form.querySelector(`#${control.id}-error`);
  error.textContent = message;
  error.hidden = false;
  control.setAttribute('aria-invalid', 'true');
  const section = control.closest('details');
  if (section) section.open = true;
  control.focus();
  return true;
}

export function clearFieldErrors(form) {
  for (const { path } of options) {
    const control = form.elements.namedItem(path);
    control.removeAttribute('aria-invalid');
    form.querySelector(`#${control.id}-error`).hidden = true;
  }
}

const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);
