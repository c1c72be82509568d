// The consumers that need no framework: each installs the packed package, is built as for production, and is used.
// `npm run test:package` runs all of them.
import { after, before, describe, test } from "node:test";
import { consumers } from "./consumers/list.mjs";
import { startRunner } from "./consumers/runner.mjs";

describe("The packed package works in", () => {
  let runner;
  before(async () => {
    runner = await startRunner();
  });
  after(() => runner?.close());

  for (const consumer of consumers.filter(({ quick }) => quick)) {
    test(consumer.name, () => runner.run(consumer));
  }
});
