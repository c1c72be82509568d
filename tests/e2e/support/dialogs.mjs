// Pages whose sessions run in dialogs, and how a test deals with them.
import { Key, Origin } from "selenium-webdriver";
import { withIsolated } from "./isolated.mjs";

/** Where the widget of a dialog can be. */
export const kinds = [
  ["in the page", {}],
  ["in a frame of its own", { isolate: true }],
];

/** What the stories here find in their pages. */
const dialogScript = `<script>
/** The topmost open dialog of ours. */
window.theDialog = () => [...document.querySelectorAll("body > div")].map(({ shadowRoot }) => shadowRoot?.querySelector("dialog")).findLast((dialog) => dialog?.open);
/** Starts a session in a dialog with a widget that does nothing; yields it and its window once the widget was called. */
window.startDialog = async (options = {}) => {
  const start = async () => {
    if (options.isolate) return isolated.start({ id: "one", selector: undefined, ...options });
    const called = new Promise((resolve) => fakeWidget(resolve));
    const session = flow.startSession({ id: "one", ...options });
    return { session, frame: window, options: await Promise.race([called, session]) };
  };
  window.widget = await start();
  window.outcome = widget.session.then(() => "resolved", (error) => error?.code ?? error);
  widget.mount = widget.frame.document.querySelector(widget.options.selector);
  return widget;
};
window.boxOf = (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
};
</script>`;

/** What a test does with dialogs, by the harness of its file. */
export function dialogs(it) {
  const withDialog = (page = {}) => withIsolated(it.site, { ...page, head: `${page.head ?? ""}${dialogScript}` });
  const press = (...keys) => it.driver.actions().sendKeys(...keys).perform();
  return {
    openPage: (page) => it.open(withDialog(page)),
    /** Opens the page in a viewport of this size, whatever the size of the window is. */
    async openIn(width, height, page) {
      const inner = it.site.page(withDialog(page));
      await it.open({ body: `<iframe allow="camera" style="border: 0; width: ${width}px; height: ${height}px" src="${inner}"></iframe>` });
      await it.driver.switchTo().frame(0);
    },
    startDialog: (options = {}) => it.run(async (flow, options) => void (await startDialog(options)), options),
    /** How the session ended: "resolved", an error's code, or the signal's reason. */
    outcome: () => it.run(() => outcome),
    press,
    pressBackTab: () => it.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform(),
    clickAt: (x, y) => it.driver.actions().move({ origin: Origin.VIEWPORT, x, y }).click().perform(),
    closeButton: () => it.driver.executeScript(() => theDialog().querySelector("button")),
    boxes: () => it.run(() => ({ dialog: boxOf(theDialog()), container: boxOf(document.querySelector("body > div > div")) })),
  };
}
