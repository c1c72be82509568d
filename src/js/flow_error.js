/** Every rejection of this package but an abort is one of these. */
export class FlowError extends Error {
  constructor(code, message, retryable, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.details = Object.freeze(details);
  }

  get name() {
    return "FlowError";
  }
}

export const isError = (value) => value instanceof FlowError;

/** `field` is the option's path. */
export const refused = (field, problem, cause) => new FlowError("invalid_options", `\`${field}\` ${problem}`, false, { field }, cause);

/** One that another call would not mend. */
export const failure = (code, message, cause) => new FlowError(code, message, false, {}, cause);

/** One of Rust's: `{}` in the message stands for the subject, which is the detail of this name. */
export const rustError = (code, message, name, subject, isRetryable, others, cause) => {
  const details = { ...(name && { [name]: subject }), ...others };
  const retryable = isRetryable || details.status === 429 || details.status >= 500;
  return new FlowError(code, message.replace("{}", () => subject), retryable, details, cause);
};
