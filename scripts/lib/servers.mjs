// The servers that the example backends are tested behind and in front of. The tests start them by themselves, on ports of their own.
import { existsSync } from "node:fs";
import { Failure } from "./run.mjs";
import { installWithApt, onPath } from "./system.mjs";

const find = () => ({
  REDIS_SERVER: process.env.REDIS_SERVER ?? onPath("redis-server", "valkey-server"),
  // Debian keeps it where only root's PATH leads.
  NGINX: process.env.NGINX ?? onPath("nginx") ?? ["/usr/sbin/nginx"].find((file) => existsSync(file)),
});
const packages = { REDIS_SERVER: "redis-server", NGINX: "nginx" };

/** The programs' files, as variables of the tests. */
export async function ensureServers() {
  const missing = () => Object.entries(find()).flatMap(([name, file]) => (file ? [] : [packages[name]]));
  if (missing().length > 0) await installWithApt(missing());
  if (missing().length > 0) {
    throw new Failure(
      `The tests of the example backends need ${missing().join(" and ")}.\n  Debian, Ubuntu: apt-get install ${missing().join(" ")}\n` +
        "  On macOS: brew install redis nginx. Anywhere: set REDIS_SERVER (or Valkey's) and NGINX to their files.",
    );
  }
  return find();
}
