// The story as a program, for hosts that are run as a process: `<host> main.mjs <the sandbox's origin>`.
import { inspect } from "node:util";
import * as flow from "../../dist/index.js";
import { story } from "./story.mjs";

console.log(JSON.stringify(await story(flow, process.argv[2], (error) => inspect(error, { depth: 9, showHidden: true }))));
