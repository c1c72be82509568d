// What the backends are run with. No image is built here: their Dockerfiles are linted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { backends } from './support/backends.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = ({ name }, file) => readFileSync(join(root, `examples/backend-${name}`, file), 'utf8');

for (const backend of backends) {
  test(`${backend.name}: the Dockerfile has nothing for dockerfilelint to say`, () => {
    const linter = join(root, 'node_modules/dockerfilelint/bin/dockerfilelint');
    const { status, stdout } = spawnSync(process.execPath, [linter, join(root, `examples/backend-${backend.name}/Dockerfile`)], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  test(`${backend.name}: the image has stages, no root, and a health check that needs no shell`, () => {
    const dockerfile = read(backend, 'Dockerfile');
    assert.equal(dockerfile.match(/^FROM /gm).length, 2);
    assert.match(dockerfile.slice(dockerfile.lastIndexOf('FROM ')), /^USER nonroot$/m);
    assert.match(dockerfile, /^HEALTHCHECK .* CMD \["[^"]+".*"--health"\]$/m);
  });

  test(`${backend.name}: the unit gives requests in progress their 15 s, and the process nothing that it does not need`, () => {
    const unit = read(backend, 'flow-embed-backend.service');
    assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)[1]) > 15);
    for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=']) assert.ok(unit.split('\n').includes(line), line);
  });

  test(`${backend.name}: the README names every variable, and every file of the reading order is there`, () => {
    const source = read(backend, backend.name === 'axum' ? 'src/config.rs' : 'src/config.js');
    const names = backend.name === 'axum' ? source.matchAll(/long = "([A-Z_]+)"/g) : source.matchAll(/^ {2}([A-Z_]+): /gm);
    const table = read(backends[0], 'README.md');
    for (const [, name] of names) assert.ok(table.includes(`\`${name}\``), name);
    for (const [, file] of read(backend, 'README.md').matchAll(/`(src\/[a-z_-]+\.(?:rs|js))`/g)) assert.ok(read(backend, file).length > 0);
  });
}
