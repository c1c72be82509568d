// Which features of WebAssembly a linked module says that it uses.
import { CUSTOM, Reader, encodedName, encodedNumber, moduleOf, sectionsOf } from "./wasm.mjs";

const SECTION = "target_features";

/** The module without a mark of this feature, which the standard library sets whatever the crate is compiled for. */
export function withoutFeature(wasm, feature) {
  let isFound = false;
  const sections = sectionsOf(wasm).map((section) => {
    const reader = new Reader(section.body);
    if (section.id !== CUSTOM || reader.name() !== SECTION) return section;
    const features = reader.list(() => ({ prefix: reader.byte(), name: reader.name() }));
    const others = features.filter(({ name }) => name !== feature);
    isFound = others.length < features.length;
    const encoded = others.flatMap(({ prefix, name }) => [Uint8Array.of(prefix), encodedName(name)]);
    return { id: CUSTOM, body: Buffer.concat([encodedName(SECTION), encodedNumber(others.length), ...encoded]) };
  });
  if (!isFound) throw new Error(`The module has no mark of ${feature}: look at scripts/lib/features.mjs.`);
  return moduleOf(wasm, sections);
}
