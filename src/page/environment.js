/**
 * What the browser tells of the camera without asking the person. Kinds of devices are listed without permission; their names and numbers
 * are not. Chromium tells of the page's policy; in other browsers a forbidden camera looks like a refused one.
 */
export const cameraFacts = async ({ document, navigator }) => {
  const attempt = async (ask) => {
    try {
      return await ask();
    } catch {}
  };
  const name = "camera";
  return {
    policy: await attempt(() => document.permissionsPolicy.allowsFeature(name)),
    olderPolicy: await attempt(() => document.featurePolicy.allowsFeature(name)),
    permission: await attempt(async () => (await navigator.permissions.query({ name })).state),
    devices: await attempt(async () => (await navigator.mediaDevices.enumerateDevices()).map(({ kind }) => kind)),
  };
};
