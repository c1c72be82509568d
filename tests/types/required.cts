// The same types for a CommonJS module.
import type { FlowEmbedElement } from "flow-embed/element";
import flow = require("flow-embed");
import slim = require("flow-embed/slim");
import testing = require("flow-embed/testing");

const session: Promise<flow.FinishResult<number>> = flow.startSession<number>({ id: "id" });
const initialised: Promise<void> = slim.init("/flow_embed.wasm");
const isCancelled = (error: unknown) => error instanceof flow.FlowError && error.code === "cancelled";
const start = (element: FlowEmbedElement): Promise<flow.FinishResult> => element.start();
testing.installFakeWidget().uninstall();
// @ts-expect-error the id is needed
flow.startSession({});

export = { initialised, isCancelled, session, start };
