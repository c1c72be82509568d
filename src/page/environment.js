/**
 * What the browser tells of the camera without asking the person. Kinds of devices are listed without permission; their names and numbers
 * are not. Chromium tells of the page's policy; in other browsers a forbidden camera looks like a refused one.
 */
export const cameraFacts = async ({ document, navigator }) => {
  const ask = async (question) => {
    try {
      return await question();
    } catch {}
  };
  const name = "camera";
  const allows = ["permissionsPolicy", "featurePolicy"].map((policy) => ask(() => document[policy].allowsFeature(name)));
  const devices = await ask(async () => (await navigator.mediaDevices.enumerateDevices()).map(({ kind }) => kind));
  return {
    __proto__: null,
    isForbidden: (await Promise.all(allows)).includes(false),
    permission: await ask(async () => (await navigator.permissions.query({ name })).state),
    isMissing: Array.isArray(devices) && !devices.includes("videoinput"),
  };
};
