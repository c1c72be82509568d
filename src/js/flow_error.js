/** Every rejection of this package but an abort is one of these. */
export class FlowError extends Error {
  constructor(code, message, retryable, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.details = Object.freeze(details);
  }
}

Object.defineProperty(FlowError.prototype, "name", { value: "FlowError", configurable: true, writable: true });

/** `{}` in the message stands for the subject. */
export const failure = (code, message, subject, retryable, details, cause) =>
  new FlowError(code, message.replace("{}", () => subject), retryable, details ?? {}, cause);
