/** Two sides of a document, from the camera or from files. Resolves with true if the step was passed. */
function documentRecognition(session) {
  const { texts } = session;
  const words = texts.document;
  return new Promise((resolve) => {
    const sides = [words.front, words.back].map((label) => {
      const slot = element('div', 'fw-slot');
      const tile = element('figure', 'fw-side', {}, slot, element('figcaption', '', {}, label));
      return { label, slot, tile, taken: false };
    });
    const current = () => sides.find((side) => !side.taken);
    const message = element('p', 'fw-message', { role: 'status' });
    const file = element('input', 'fw-hidden', { type: 'file', accept: 'image/*', tabIndex: -1, 'aria-hidden': 'true' });
    const capture = button('capture', words.capture, () => keep(video, video.videoWidth, video.videoHeight), 'outline');
    const choose = button('choose-file', words.chooseFile, () => file.click(), 'outline');
    const retake = button('retake', words.retake, () => {
      for (const side of sides) side.taken = false;
      message.textContent = '';
      arrange();
    }, 'outline');
    const proceed = button('continue', texts.continue, () => resolve(true), 'primary');
    let video = null;

    function keep(source, width, height) {
      const side = current();
      side.taken = true;
      side.slot.replaceChildren(snapshot(source, width, height));
      message.textContent = words.captured(side.label);
      arrange();
      if (!current()) proceed.focus();
    }

    /** The camera's picture stands in the first side that is still to be taken. */
    function arrange() {
      const next = current();
      for (const side of sides) {
        side.tile.classList.toggle('fw-taken', side.taken);
        side.tile.classList.toggle('fw-next', side === next);
        if (side.taken) continue;
        side.slot.replaceChildren(side === next && video ? video : icon('DR', 'fw-icon-large'));
      }
      if (next && video) video.play().catch(() => {});
      capture.disabled = !next || !video;
      choose.disabled = !next;
      retake.hidden = !sides.some((side) => side.taken);
    }

    file.addEventListener('change', async () => {
      const [chosen] = file.files;
      file.value = '';
      if (!chosen) return;
      try {
        const image = await createImageBitmap(chosen);
        keep(image, image.width, image.height);
      } catch {
        message.textContent = words.notImage;
      }
    });

    const tiles = element('div', 'fw-sides', {}, ...sides.map((side) => side.tile));
    session.show('document', {
      title: words.title,
      hint: words.hint,
      content: [tiles, element('div', 'fw-tools', {}, capture, choose, retake), message, file],
      actions: [
        proceed,
        session.cancelButton(),
        session.failButton(() => resolve(false)),
      ],
    });
    arrange();
    session.openCamera('environment', sides[0].slot, {
      live: (stream) => {
        video = videoOf(stream, texts.camera.label);
        arrange();
      },
      failed: (notice) => {
        arrange();
        message.textContent = notice.textContent;
      },
    });
  });
}
