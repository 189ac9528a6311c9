import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  platformAuthenticatorIsAvailable,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { Shown } from '../../../../web/api/types.ts'

/** What people choose between when they add a key. */
export type KeyKind = 'device' | 'phone' | 'key'

/** Why the browser brought no answer, as the end of the name of a sentence. */
export type Trouble = 'cancelled' | 'already' | 'needs-pin' | 'old-key' | 'wrong-address' | 'failed'

/** What came of asking the browser: an answer for the server, some trouble, or that we called it off ourselves. */
export type Answered =
  | { readonly credential: unknown }
  | { readonly trouble: Trouble }
  | { readonly calledOff: true }

export { browserSupportsWebAuthn as isSupported, platformAuthenticatorIsAvailable as hasOwnReader }

/** Has the browser make a key of that kind. */
export function makeKey(show: Shown, kind: KeyKind): Promise<Answered> {
  const options = show.publicKey as PublicKeyCredentialCreationOptionsJSON
  const { authenticatorSelection, ...rest } = options
  const optionsJSON = {
    ...rest,
    hints: [hints[kind]],
    authenticatorSelection: {
      ...authenticatorSelection,
      authenticatorAttachment: kind === 'device' ? ('platform' as const) : ('cross-platform' as const),
    },
  }
  return answered(() => startRegistration({ optionsJSON }))
}

/** Where the browser should look first. */
const hints = { device: 'client-device', phone: 'hybrid', key: 'security-key' } as const

/** Has the browser ask for a key, in a window of its own. */
export function askForKey(show: Shown): Promise<Answered> {
  return answered(() => startAuthentication({ optionsJSON: requestIn(show) }))
}

/** Has the browser offer passkeys where a name is typed; answers when somebody takes one. */
export function offerInField(show: Shown): Promise<Answered> {
  return answered(() => startAuthentication({ optionsJSON: requestIn(show), useBrowserAutofill: true }))
}

/** Whether the browser can offer passkeys where a name is typed. */
export function canOfferInField(): Promise<boolean> {
  return browserSupportsWebAuthnAutofill()
}

/** Calls off whatever the browser is asking just now. */
export function callOff(): void {
  WebAuthnAbortService.cancelCeremony()
}

/** The names by which the browser and the key know a credential, out of what the browser answered. */
export function idOf(credential: unknown): string {
  return (credential as { readonly id: string }).id
}

function requestIn(show: Shown): PublicKeyCredentialRequestOptionsJSON {
  return show.publicKey as PublicKeyCredentialRequestOptionsJSON
}

async function answered(ask: () => Promise<unknown>): Promise<Answered> {
  try {
    return { credential: await ask() }
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : ''
    return name === 'AbortError' ? { calledOff: true } : { trouble: troubles[name] ?? 'failed' }
  }
}

/** WebAuthn L3 §5.1.3.1 and §5.1.4.3: what the names of its errors mean to people. */
const troubles: Readonly<Record<string, Trouble>> = {
  NotAllowedError: 'cancelled',
  InvalidStateError: 'already',
  ConstraintError: 'needs-pin',
  NotSupportedError: 'old-key',
  SecurityError: 'wrong-address',
}
