/** Every rejection of this package but an abort is one of these. */
export class FlowError extends Error {
  constructor(code, message, retryable, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.details = Object.freeze({ ...details });
  }

  get name() {
    return "FlowError";
  }
}
