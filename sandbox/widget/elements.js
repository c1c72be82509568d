const SVG = 'http://www.w3.org/2000/svg';

/** An element with classes, properties (`data-*` and `aria-*` as attributes) and children. */
function element(tag, className, properties = {}, ...children) {
  const created = document.createElement(tag);
  if (className) created.className = className;
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') created.setAttribute(name, value);
    else created[name] = value;
  }
  created.append(...children);
  return created;
}

function svg(tag, attributes, ...children) {
  const created = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
  created.append(...children);
  return created;
}

const ICONS = {
  LD: ['M4 8V5a1 1 0 0 1 1-1h3', 'M16 4h3a1 1 0 0 1 1 1v3', 'M20 16v3a1 1 0 0 1-1 1h-3', 'M8 20H5a1 1 0 0 1-1-1v-3', 'M9 10v.5', 'M15 10v.5', 'M9 15a4.2 4.2 0 0 0 6 0'],
  DR: ['M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z', 'M8 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z', 'M13 10h5', 'M13 14h5'],
  ED: ['M8 2.5h8a1 1 0 0 1 1 1v17a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-17a1 1 0 0 1 1-1z', 'M11 18.5h2', 'M10 10l1.6 1.7L14.5 8.5'],
  F2F: ['M8 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', 'M3 19a5 5 0 0 1 10 0', 'M16 12.5a2.5 2.5 0 1 0 0-5', 'M16.5 15a4.5 4.5 0 0 1 4.5 4'],
  brand: ['M12 3l7 3v5.5c0 4.3-2.9 8-7 9.5-4.1-1.5-7-5.2-7-9.500V6z', 'M9 12l2.2 2.200L15.5 10'],
  passed: ['M5 12.500l4.5 4.500L19 7.5'],
  failed: ['M6.5 6.500l11 11', 'M17.5 6.500l-11 11'],
  cancelled: ['M6 12h12'],
  error: ['M12 6v7.5', 'M12 17.500v.2'],
  person: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4.5 20.500a7.5 7.5 0 0 1 15 0'],
  cameraOff: ['M4 4l16 16', 'M9 6l1-2h4l1.5 2.500H19a1 1 0 0 1 1 1V16', 'M17 19H5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h1'],
};

/** A line drawing; decoration, so hidden from assistive technology. */
function icon(name, className = 'fw-icon') {
  const paths = ICONS[name].map((d) => svg('path', { d }));
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  return svg('svg', { class: className, viewBox: '0 0 24 24', 'aria-hidden': 'true', ...line }, ...paths);
}

/** A button that tests and styles find by `data-action`. */
function button(action, label, run, look = 'quiet') {
  const created = element('button', `fw-button fw-${look}`, { type: 'button', 'data-action': action }, label);
  created.addEventListener('click', run);
  return created;
}

/** Constructed, because a page's `style-src` forbids `<style>` and `style=""` but not this. */
function installStyles() {
  const installed = document.adoptedStyleSheets.some((sheet) => sheet.flowWidget);
  if (installed) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  sheet.flowWidget = true;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
