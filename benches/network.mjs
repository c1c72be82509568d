// The links of which a startup is measured. All but the machine's own need the DevTools protocol.

/** "Fast 3G" as DevTools and Lighthouse have it: a share of what the standard says, since throttling between requests flatters. */
const fast3G = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: (1.6 * 1000 * 1000 * 0.9) / 8,
  uploadThroughput: (750 * 1000 * 0.9) / 8,
};

export const conditions = { unthrottled: undefined, "Fast 3G": fast3G };

/** Without a slow link, what else the machine does is as large as what is measured: it takes more rounds to tell them apart. */
export const roundsIn = (condition, rounds) => (condition === "unthrottled" ? 3 * rounds : rounds);

export const described = `"Fast 3G" is DevTools' preset: ${fast3G.latency} ms of latency for each request, ${(fast3G.downloadThroughput * 8) / 1e6} Mbit/s down and ${(fast3G.uploadThroughput * 8) / 1e6} Mbit/s up.`;

/** Sets the link of the driver's tab. */
export async function throttle(driver, condition) {
  if (!conditions[condition]) return;
  await driver.sendDevToolsCommand("Network.enable", {});
  await driver.sendDevToolsCommand("Network.emulateNetworkConditions", conditions[condition]);
}
