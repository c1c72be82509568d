import { isError } from "../js/flow_error.js";
import { page } from "./container.js";

/**
 * What the browser tells of the camera without asking the person, by its names in the JavaScript contract. Kinds of devices are listed without
 * permission; their names and numbers are not. Chromium tells of the page's policy; in other browsers a forbidden camera looks like a refused one.
 */
const cameraOf = async ({ document, navigator, isSecureContext }) => {
  const ask = async (question) => {
    try {
      return await question();
    } catch {}
  };
  // Without one the browser says that the camera was refused, though nobody did.
  if (!isSecureContext) return "unknown";
  const name = "camera";
  const allows = ["permissionsPolicy", "featurePolicy"].map((policy) => ask(() => document[policy].allowsFeature(name)));
  const devices = await ask(async () => (await navigator.mediaDevices.enumerateDevices()).map(({ kind }) => kind));
  if ((await Promise.all(allows)).includes(false)) return "blocked";
  const permission = await ask(async () => (await navigator.permissions.query({ name })).state);
  if (permission === "denied") return permission;
  if (Array.isArray(devices) && !devices.includes("videoinput")) return "missing";
  return permission === "granted" || permission === "prompt" ? permission : "unknown";
};

/** What to do about each problem. */
const advice = {
  insecure_context: "Browsers give no camera to a page that was not loaded securely. Serve it over https, or on localhost.",
  camera_denied: "This site was refused the camera. Ask the person to allow it in the browser's site settings, then reload.",
  camera_missing: "There is no camera. Ask the person to connect one, or to go on with a phone.",
  camera_blocked: 'The page may not use the camera. Send `Permissions-Policy: camera=(self)`, and put allow="camera" on each iframe around the page.',
};

/** The environment as the JavaScript contract has it, or an error where there is no page. */
export const environment = async () => {
  const window = page();
  if (isError(window)) return window;
  const camera = await cameraOf(window);
  const secureContext = window.isSecureContext;
  const codes = [secureContext || "insecure_context", `camera_${camera}`].filter((code) => Object.hasOwn(advice, code));
  return { secureContext, camera, problems: codes.map((code) => ({ code, message: advice[code] })) };
};
