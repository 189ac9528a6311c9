import type { AuthenticatorView, Shown } from '../../../../web/api/types.ts'

/** What of the browser's interface is young (WebAuthn L3 §5.1.10); each part may be missing. */
interface Signals {
  signalUnknownCredential?(options: { rpId: string; credentialId: string }): Promise<void>
  signalAllAcceptedCredentials?(options: {
    rpId: string
    userId: string
    allAcceptedCredentialIds: readonly string[]
  }): Promise<void>
  signalCurrentUserDetails?(options: {
    rpId: string
    userId: string
    name: string
    displayName: string
  }): Promise<void>
}

/** Tells the keeper of passkeys which of them are still good here, and by what name their owner goes now. */
export function keepInStep(own: readonly AuthenticatorView[], accountName: string): void {
  const usable = own.filter(({ describe }) => describe.usable === true)
  const [first] = usable
  if (first === undefined) return
  const { rpId, userHandle } = namesOf(first)
  const allAcceptedCredentialIds = usable.map((one) => namesOf(one).credentialId)
  const user = { rpId, userId: userHandle }
  tell((signals) => signals.signalAllAcceptedCredentials?.({ ...user, allAcceptedCredentialIds }))
  tell((signals) =>
    signals.signalCurrentUserDetails?.({ ...user, name: accountName, displayName: accountName }),
  )
}

/** Tells the keeper of passkeys that one is good for nothing any more, so that it is offered no longer. */
export function forget(removed: AuthenticatorView): void {
  const { rpId, credentialId } = namesOf(removed)
  tell((signals) => signals.signalUnknownCredential?.({ rpId, credentialId }))
}

/** The same of a passkey that was made just now and that the server did not take. */
export function forgetMade(show: Shown, credentialId: string): void {
  const { rp } = show.publicKey as { readonly rp: { readonly id: string } }
  tell((signals) => signals.signalUnknownCredential?.({ rpId: rp.id, credentialId }))
}

function namesOf({ describe }: AuthenticatorView) {
  const { rpId = '', userHandle = '', credentialId = '' } = describe
  return { rpId: String(rpId), userHandle: String(userHandle), credentialId: String(credentialId) }
}

/** A browser that does not know the signal, or cannot pass it on, is none of the person's business. */
function tell(signal: (signals: Signals) => Promise<void> | undefined): void {
  if (typeof PublicKeyCredential === 'undefined') return
  signal(PublicKeyCredential as Signals)?.catch(() => undefined)
}
