// The element's children as the page made them.

/** On a server there are no elements to extend. */
const Element = globalThis.HTMLElement ?? class {};

/** The containers that sessions have put into elements. */
const containers = new WeakSet();

/**
 * The vendor's selector finds only what is in the page's own tree, so the container is a child of the element. A framework that hydrates what its server
 * rendered, or that brings a page up to date, takes a child that it did not make for a mistake: it removes it, or makes the whole page anew. It finds
 * children by these properties, and `nextSibling`; by them it does not meet the container.
 */
export class ElementOfThePage extends Element {
  get firstChild() {
    let child = super.firstChild;
    while (containers.has(child)) child = child.nextSibling;
    return child;
  }

  get lastChild() {
    let child = super.lastChild;
    while (containers.has(child)) child = child.previousSibling;
    return child;
  }

  get childNodes() {
    const all = super.childNodes;
    const own = [...all].filter((child) => !containers.has(child));
    return own.length === all.length ? all : own;
  }
}

/** Hides the container among its parent's children: it stands before them, so that none has it as its next sibling, and is shown after them. */
export function hide(container) {
  containers.add(container);
  container.slot = "widget";
  const { parentElement } = container;
  if (parentElement.firstChild) parentElement.prepend(container);
}
