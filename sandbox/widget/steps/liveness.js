/** Resolves with true if the step was passed. */
function liveness(session) {
  const { texts } = session;
  return new Promise((resolve) => {
    const picture = element('div', 'fw-stage');
    let video = null;
    const proceed = button('continue', texts.continue, () => {
      if (video) session.selfie = snapshot(video, video.videoWidth, video.videoHeight);
      resolve(true);
    }, 'primary');
    session.show('liveness', {
      title: texts.liveness.title,
      hint: texts.liveness.hint,
      content: [picture],
      actions: [proceed, session.cancelButton(), session.failButton(() => resolve(false))],
    });

    const open = () => session.openCamera('user', picture, {
      live: (stream) => {
        video = videoOf(stream, texts.camera.label);
        video.classList.add('fw-mirrored');
        picture.replaceChildren(video, ovalOverlay());
        proceed.textContent = texts.continue;
      },
      failed: (notice) => {
        const again = button('retry-camera', texts.camera.retry, open, 'outline');
        picture.replaceChildren(element('div', 'fw-empty', {}, icon('cameraOff', 'fw-icon-large'), notice, again));
        proceed.textContent = texts.camera.continueWithout;
      },
    });
    open();
  });
}

/** Darkens everything but an oval, which is whole in a picture of any shape. */
function ovalOverlay() {
  const shade = svg('path', { d: 'M-2000-2000H2200V2240H-2000ZM100 8a82 112 0 1 0 .1 0Z', fill: '#0f1826', 'fill-opacity': '0.55', 'fill-rule': 'evenodd' });
  const line = svg('ellipse', { class: 'fw-oval', cx: '100', cy: '120', rx: '82', ry: '112', fill: 'none', stroke: '#ffffff', 'stroke-width': '3' });
  return svg('svg', { class: 'fw-overlay', viewBox: '0 0 200 240', preserveAspectRatio: 'xMidYMid meet', 'aria-hidden': 'true' }, shade, line);
}
