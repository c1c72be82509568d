/** The calls that the page makes with these options, as the ES module that an app would hold. */
export function writeCode({ createSession, startSession, getResult, page }) {
  const names = [...(page.preload ? ['load'] : []), 'createSession', 'startSession', 'getResult'];
  const blocks = [`import { ${names.join(', ')} } from 'flow-embed';`];
  if (page.preload) {
    const script = startSession.script ? literal(startSession.script) : '';
    blocks.push(`// Ahead of time. startSession reports a script that does not load.\nload(${script}).catch(() => {});`);
  }
  blocks.push(
    call('const { session_id }', 'createSession', createSession),
    call('const { detail }', 'startSession', { id: new Name('session_id'), ...startSession }),
    call('const result', 'getResult', { id: new Name('session_id'), ...getResult }),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** A variable of the written code. */
class Name {
  constructor(text) {
    this.text = text;
  }
}

const call = (target, name, options) => `${target} = await ${name}(${literal(options)});`;

function literal(value, indent = '') {
  if (value instanceof Name) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([key, item]) => `${inner}${key}: ${literal(item, inner)},\n`);
  return `{\n${lines.join('')}${indent}}`;
}

const quoted = (text) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
