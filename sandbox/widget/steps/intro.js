function intro(session) {
  const { texts } = session;
  const items = session.technologies.map((code) =>
    element('li', 'fw-item', {}, icon(code), element('span', '', {}, texts.technologies[code])));
  return new Promise((resolve) => {
    session.show('intro', {
      title: texts.intro.title,
      hint: texts.intro.hint,
      content: [element('ol', 'fw-list', {}, ...items), element('p', 'fw-note', {}, texts.intro.note)],
      actions: [button('continue', texts.intro.action, resolve, 'primary'), session.cancelButton()],
    });
  });
}
