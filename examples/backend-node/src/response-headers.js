// Headers of every answer.

/**
 * The widget needs the camera and, for some flows, the microphone; no frame of another origin gets them. The referrer
 * policy is not `no-referrer`, which would turn the `Origin` of a form's POST into `null`.
 */
export async function addSecurityHeaders(request, reply) {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(self)',
  });
}

/** The Content-Security-Policy of CONTENT_SECURITY_POLICY, with pages only. */
export function addHtmlHeaders({ contentSecurityPolicy }) {
  return async (request, reply) => {
    if (contentSecurityPolicy !== undefined && String(reply.getHeader('content-type')).startsWith('text/html')) {
      reply.header('content-security-policy', contentSecurityPolicy);
    }
  };
}
