/** The nonce of this page's content security policy, for the styles that Mantine writes at run time. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
}
