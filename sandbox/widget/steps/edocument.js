/** Form and code. Resolves with true if the step was passed. */
async function edocument(session) {
  const { iin, phone, skip_input: skipInput } = session.metadata;
  session.entered = { iin: iin.value ?? '', phone: phone.value ?? '' };
  const filled = skipInput || (await edocumentForm(session));
  return filled && oneTimeCode(session);
}

function edocumentForm(session) {
  const { texts, metadata } = session;
  const words = texts.edocument;
  const iin = field(words.iin, {
    value: metadata.iin.value ?? '',
    readOnly: !metadata.iin.changeable,
    note: metadata.iin.changeable ? '' : words.locked,
    name: 'iin',
    maxLength: 12,
  });
  const phone = field(words.phone, {
    value: metadata.phone.value ?? '',
    readOnly: !metadata.phone.changeable,
    note: metadata.phone.changeable ? '' : words.locked,
    name: 'phone',
    type: 'tel',
    maxLength: 20,
  });
  return new Promise((resolve) => {
    const submit = () => {
      const entered = { iin: iin.input.value.trim(), phone: vendorPhone(phone.input.value) };
      const phoneFits = phone.check(/^77\d{9}$/.test(entered.phone), words.phoneError);
      const iinFits = iin.check(/^\d{12}$/.test(entered.iin), words.iinError);
      if (!iinFits || !phoneFits) return;
      session.entered = entered;
      resolve(true);
    };
    session.show('edocument', {
      title: words.title,
      hint: words.hint,
      content: [form(submit, iin.block, phone.block)],
      actions: [
        button('continue', texts.continue, submit, 'primary'),
        session.cancelButton(),
        session.failButton(() => resolve(false)),
      ],
    });
  });
}

function oneTimeCode(session) {
  const { texts } = session;
  const words = texts.otp;
  const code = field(words.label, { name: 'otp', maxLength: 6, autocomplete: 'one-time-code' });
  code.input.classList.add('fw-code');
  const message = element('p', 'fw-message', { role: 'status' });
  return new Promise((resolve) => {
    const submit = () => {
      const entered = code.input.value.trim();
      message.textContent = '';
      if (!code.check(/^\d{6}$/.test(entered), words.formatError)) return;
      if (code.check(entered !== '000000', words.refused)) resolve(true);
    };
    const resend = button('resend', words.resend, () => { message.textContent = words.resent; }, 'outline');
    session.show('otp', {
      title: words.title,
      hint: words.hint(session.entered.phone.slice(-4)),
      content: [form(submit, code.block, element('div', 'fw-tools', {}, resend), message)],
      actions: [
        button('continue', texts.continue, submit, 'primary'),
        session.cancelButton(),
        session.failButton(() => resolve(false)),
      ],
    });
  });
}

let fields = 0;

/** A labelled input with room for a note and an error; `check` shows or clears the error and says whether all is well. */
function field(label, { note = '', ...properties }) {
  fields += 1;
  const id = `fw-field-${fields}`;
  const input = element('input', 'fw-input', { id, type: 'text', inputMode: 'numeric', autocomplete: 'off', ...properties });
  const error = element('p', 'fw-error', { id: `${id}-error` });
  const noteLine = element('p', 'fw-note', { id: `${id}-note` }, note);
  noteLine.hidden = note === '';
  input.setAttribute('aria-describedby', `${id}-error ${id}-note`);
  const block = element('div', 'fw-field', {}, element('label', 'fw-label', { htmlFor: id }, label), input, noteLine, error);
  const check = (fits, message) => {
    error.textContent = fits ? '' : message;
    input.setAttribute('aria-invalid', String(!fits));
    if (fits) return true;
    input.focus();
    error.scrollIntoView({ block: 'nearest' });
    return false;
  };
  return { block, input, check };
}

/** Enter submits, as people expect. */
function form(submit, ...content) {
  const created = element('form', 'fw-form', { noValidate: true }, ...content);
  created.addEventListener('submit', (event) => event.preventDefault());
  created.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.localName !== 'input') return;
    event.preventDefault();
    submit();
  });
  return created;
}

/** People type +7, 8, spaces, brackets and hyphens; the vendor's form is 77 and nine digits. */
function vendorPhone(text) {
  const digits = text.replace(/[\s()+-]/g, '');
  if (/^8\d{10}$/.test(digits)) return `7${digits.slice(1)}`;
  return /^7\d{9}$/.test(digits) ? `7${digits}` : digits;
}
