import { useEffect, useRef } from 'react'

/** What the browser's API for codes in text messages gives (WICG WebOTP); not yet in the types of the platform. */
interface OtpCredential {
  readonly code: string
}

/**
 * Waits for the text message that is bound to this page, where the browser may read such (Chromium on Android):
 * the person confirms once, and nobody types. Elsewhere the keyboard offers the code, or it is typed.
 */
export function useReceivedCode(waiting: boolean, onCode: (code: string) => void): void {
  const heard = useRef(onCode)
  heard.current = onCode
  useEffect(() => {
    if (!waiting || !('OTPCredential' in window)) return
    const given = new AbortController()
    const asked: CredentialRequestOptions & { otp: { transport: string[] } } = {
      otp: { transport: ['sms'] },
      signal: given.signal,
    }
    navigator.credentials.get(asked).then(
      (credential) => {
        const { code } = credential as unknown as OtpCredential
        if (code) heard.current(code)
      },
      () => undefined, // nobody confirmed, or the page moved on: it is typed
    )
    return () => given.abort()
  }, [waiting])
}
