import { defineConfig } from "vitest/config";

const emulations = ["jsdom", "happy-dom"].map((environment) => ({ test: { name: environment, environment, include: ["*.spec.js"], exclude: ["own-window.spec.js"] } }));

export default defineConfig({
  test: { projects: [...emulations, { test: { name: "node", environment: "node", include: ["own-window.spec.js"] } }] },
});
