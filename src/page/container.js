// Makes the container's elements and measures them; what the figures mean is for Rust.

const styledElement = (document, css) => {
  const element = document.createElement("div");
  element.style.cssText = css;
  return element;
};

/** Called as the prototype has it: a form's fields may go by any name, `appendChild` too. */
const append = (parent, child) => Node.prototype.appendChild.call(parent, child);

/** Puts the container into the host and measures both. */
export const place = (window, host, css, width, height) => {
  const { childElementCount, textContent } = host;
  const element = styledElement(window.document, css);
  setSize(element, "width", width);
  setSize(element, "height", height);
  const style = window.getComputedStyle(host);
  const content = (size, ...paddings) => size - paddings.reduce((sum, name) => sum + (parseFloat(style[name]) || 0), 0);
  append(host, element);
  return {
    element,
    remove: () => element.remove(),
    wasEmpty: childElementCount === 0 && !(typeof textContent === "string" && textContent.trim()),
    isRendered: element.getClientRects().length > 0,
    width: element.offsetWidth,
    height: element.offsetHeight,
    hostWidth: content(host.clientWidth, "paddingLeft", "paddingRight"),
    hostHeight: content(host.clientHeight, "paddingTop", "paddingBottom"),
  };
};

export const setSize = (element, name, value) => element.style.setProperty(name, value, "important");

/** Creates the widget's own element, with an id that is unique in the document and to all copies of this package. */
export const mount = (parent, css, registry) => {
  const document = parent.ownerDocument;
  const element = styledElement(document, css);
  do {
    registry.created = (Number(registry.created) || 0) + 1;
    element.id = `flow-embed-${registry.created}`;
  } while (document.getElementById(element.id));
  append(parent, element);
  return `#${element.id}`;
};

/**
 * A removed element's size becomes zero, which its own observer sees: nothing has to watch the whole document. A move within one task
 * ends with the element in the document, and is no removal.
 */
export const watchRemoval = (element, callback) => {
  const observer = new ResizeObserver(() => {
    if (!element.isConnected) callback();
  });
  observer.observe(element);
  return () => observer.disconnect();
};

export const isPadding = ({ CSS }, css) => {
  try {
    return CSS.supports("padding-left", css);
  } catch {}
};
