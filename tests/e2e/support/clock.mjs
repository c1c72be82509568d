// A clock that the test sets: in a page, `clock` takes the place of its timers while a story wants it.

/** A page's head with `clock` in it; `clock.start()` freezes the page's time, `clock.stop()` gives it back. */
export const clockScript = `<script>
window.clock = (() => {
  const own = { setTimeout: window.setTimeout, clearTimeout: window.clearTimeout };
  const timers = new Map();
  let ids = 0;
  let changed = () => {};
  const clock = {
    now: 0,
    start() {
      window.setTimeout = (callback, delay = 0) => {
        timers.set((ids += 1), { callback, delay, at: clock.now + delay });
        changed();
        return ids;
      };
      window.clearTimeout = (id) => void timers.delete(id);
    },
    stop: () => Object.assign(window, own),
    /** The delays of the timers that have not fired. */
    pending: () => [...timers.values()].map(({ delay }) => delay),
    /** Resolves with the delay of the first timer that is not one of these, once there is one. */
    async timerOtherThan(...delays) {
      for (;;) {
        const delay = clock.pending().find((delay) => !delays.includes(delay));
        if (delay !== undefined) return delay;
        await new Promise((resolve) => (changed = resolve));
      }
    },
    /** Moves the time on, firing what is due in its order. */
    advance(milliseconds) {
      const end = clock.now + milliseconds;
      for (;;) {
        const [id, due] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
        if (!due) break;
        timers.delete(id);
        clock.now = due.at;
        due.callback();
      }
      clock.now = end;
    },
  };
  return clock;
})();
</script>`;
