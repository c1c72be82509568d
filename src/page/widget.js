/** Exactly this: the guide's table calls the first field `session_id`; every example of it passes `id`. */
export const startWidget = (widget, startSession, id, selector, locale) => startSession.call(widget, { id, selector, locale });
