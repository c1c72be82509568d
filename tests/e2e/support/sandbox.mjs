// The vendor's stand-in, as a process of its own on an origin of its own.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { has } from "./engines.mjs";

const binary = process.env.SANDBOX ?? fileURLToPath(new URL("../../../target/debug/flow-embed-sandbox", import.meta.url));
/** Where there is no camera, the widget draws its picture. */
const camera = has("camera") ? {} : { camera: "canvas" };

export async function startSandbox(...args) {
  const child = spawn(binary, ["--port", "0", ...args], { stdio: ["ignore", "pipe", "ignore"] });
  const origin = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
    createInterface(child.stdout).once("line", (line) => resolve(line.replace("sandbox: ", "")));
  });
  let keys = 0;
  return {
    origin,
    /** The widget's URL with faults and other wishes as query parameters. */
    script: (wishes = {}, file = "flow-widget.js") => `${origin}/widget/${file}?${new URLSearchParams({ ...camera, ...wishes })}`,
    /** A key that no other test uses, for faults that count and for the log. */
    key: () => `key-${process.pid}-${(keys += 1)}`,
    log: async (key) => (await fetch(`${origin}/sandbox/log?key=${key}`)).json(),
    /** The log of a key, once a request of it has come in. */
    asked: async (key) => (await fetch(`${origin}/sandbox/log/wait?key=${key}`)).json(),
    async createSession(technologies = ["LD"], metadata) {
      const api_key = `sandbox_${technologies.join("-")}_`.padEnd(47, "0");
      const response = await fetch(`${origin}/api/v1/flows/session/create/`, { method: "POST", body: JSON.stringify({ api_key, metadata }) });
      return { api_key, ...(await response.json()) };
    },
    async result({ session_id, api_key }) {
      const query = new URLSearchParams({ session_id, flow_api_key: api_key });
      return (await fetch(`${origin}/api/v1/flows/session/result/?${query}`)).json();
    },
    stop: () => child.kill(),
  };
}
