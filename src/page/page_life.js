/** Tells `true` when the visitor leaves the page and `false` when it is back. */
export const watchLeaving = (window, tell) => {
  const listener = ({ type }) => tell(type === "pagehide");
  for (const name of ["pagehide", "pageshow"]) window.addEventListener(name, listener, true);
  return () => {
    for (const name of ["pagehide", "pageshow"]) window.removeEventListener(name, listener, true);
  };
};
