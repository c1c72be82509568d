// Where in the page a session is, for whoever takes away what `keepMounted` left there.

/** What a session has just put into the page, when it says that it loads: its container or, around that, what its dialog stands in. */
export const placeOf = (host, presentation) => (presentation === "dialog" ? document.body : host).lastElementChild;

/** A dialog that was open gives the focus back only when it is closed. */
export const takeAway = (place) => {
  place.shadowRoot?.querySelector("dialog")?.close();
  place.remove();
};
