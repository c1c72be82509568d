import { defineConfig } from "@playwright/test";

const port = process.env.PORT ?? 4403;
/** As root, as in most containers, Chromium starts only without its sandbox. */
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export default defineConfig({
  testMatch: "*.spec.js",
  reporter: "line",
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath: process.env.CHROMIUM, args: [...sandbox, "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"] },
  },
  webServer: { command: "node serve.mjs", env: { PORT: String(port) }, port: Number(port) },
});
