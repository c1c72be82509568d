/** Resolves with true if the step was passed. */
function face2face(session) {
  const { texts } = session;
  const words = texts.face2face;
  const portrait = (picture, label) => element('figure', 'fw-portrait', {}, element('div', 'fw-round', {}, picture), element('figcaption', '', {}, label));
  const selfie = session.selfie ?? icon('person', 'fw-icon-large');
  if (session.selfie) selfie.classList.add('fw-mirrored');
  const pair = element(
    'div',
    'fw-pair',
    {},
    portrait(selfie, words.selfie),
    element('span', 'fw-pulse', { 'aria-hidden': 'true' }),
    portrait(icon('person', 'fw-icon-large'), words.reference),
  );
  return new Promise((resolve) => {
    session.show('face2face', {
      title: words.title,
      hint: words.hint,
      content: [pair],
      actions: [
        button('continue', texts.continue, () => resolve(true), 'primary'),
        session.cancelButton(),
        session.failButton(() => resolve(false)),
      ],
    });
  });
}
