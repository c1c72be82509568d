/** `outcome`: passed, failed or cancelled. */
function showDone(session, outcome) {
  const { title, hint } = session.texts.done[outcome];
  session.frame.root.dataset.result = outcome;
  session.frame.showLast('done', { title, hint, content: [badge(outcome)] });
}

/** `reason`: used, unknown or network. Resolves when the person wants to try again, which only `network` offers. */
function showError(session, reason) {
  const { texts } = session;
  return new Promise((resolve) => {
    const retry = button('retry', texts.retry, resolve, 'primary');
    session.show('error', {
      title: texts.error.title,
      content: [element('p', 'fw-hint', { role: 'alert' }, texts.error[reason]), badge('error')],
      actions: [...(reason === 'network' ? [retry] : []), session.cancelButton()],
    });
  });
}

function badge(name) {
  return element('div', `fw-badge fw-${name}`, {}, icon(name, 'fw-icon-large'));
}
