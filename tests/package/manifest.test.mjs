// The custom-elements manifest against the element that is published, in a DOM.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { JSDOM } from "jsdom";
import { events } from "../../src/js/entries/element/members.js";
import { install } from "./support/packed.mjs";

let declaration;
let element;
let style;
before(async () => {
  const installed = `${install("manifest")}/node_modules/flow-embed/`;
  const { customElements: path } = JSON.parse(readFileSync(`${installed}package.json`, "utf8"));
  [declaration] = JSON.parse(readFileSync(installed + path, "utf8")).modules[0].declarations;
  const { window } = new JSDOM("<!doctype html>");
  style = "";
  class CSSStyleSheet {
    replaceSync(text) {
      style = text;
    }
  }
  Object.assign(globalThis, { window, document: window.document, HTMLElement: window.HTMLElement, customElements: window.customElements, CSSStyleSheet });
  await import(pathToFileURL(`${installed}dist/element.js`));
  element = document.createElement("flow-embed");
});

const names = (list) => list.map(({ name }) => name).sort();

describe("The custom-elements manifest names", () => {
  test("the attributes with their properties, each of which sets the other", () => {
    const values = { boolean: true, "string | null": "en" };
    for (const { name, fieldName } of declaration.attributes) {
      const { type } = declaration.members.find((member) => member.name === fieldName);
      const value = values[type.text] ?? "dialog";
      element[fieldName] = value;
      assert.equal(element.getAttribute(name), value === true ? "" : value);
      assert.equal(element[fieldName], value);
      element.removeAttribute(name);
    }
  });

  test("every public member of the class, and no other", () => {
    const { prototype } = customElements.get("flow-embed");
    const reactions = ["constructor", "connectedCallback", "disconnectedCallback", "connectedMoveCallback", "attributeChangedCallback"];
    const members = Object.getOwnPropertyNames(prototype).filter((name) => !reactions.includes(name));
    assert.deepEqual(names(declaration.members), members.sort());
  });

  test("its events", () => {
    assert.deepEqual(names(declaration.events), events.map((name) => `flow-${name}`).sort());
  });

  test("the parts of its tree", () => {
    const source = readFileSync(new URL("../../src/js/entries/element/view.js", import.meta.url), "utf8");
    const parts = [...source.matchAll(/part\("\w+", "(\w+)"/g)].map(([, name]) => name);
    assert.deepEqual(names(declaration.cssParts), parts.sort());
  });

  test("the custom properties of its style, with their defaults", () => {
    for (const { name, default: initial } of declaration.cssProperties) assert.ok(style.includes(`var(${name}, ${initial})`), name);
    const used = new Set(style.match(/--flow-embed-[\w-]+/g));
    assert.deepEqual(names(declaration.cssProperties), [...used].sort());
  });
});
