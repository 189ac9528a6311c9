declare global {
  /** Where the scroll lock inside Mantine's dialogs looks for the nonce (package get-nonce). */
  var __webpack_nonce__: string | undefined
}

/** Hands the nonce to what reads it from the global scope. */
export function shareNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce()
}

/** The nonce of this page's content security policy, for the styles that Mantine writes at run time. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
}
