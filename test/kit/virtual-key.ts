import type { CDPSession, Page } from 'playwright-core'

/** A key of the browser's own making, as its developer tools have them. */
export interface VirtualKey {
  /** How often each of its credentials has signed. */
  credentials(): Promise<readonly { readonly credentialId: string; readonly signCount: number }[]>
  /** Whether whoever holds it can show that they are its owner. */
  setUserVerified(isUserVerified: boolean): Promise<void>
  /** Whether somebody touches it when it blinks. */
  setTouched(enabled: boolean): Promise<void>
  remove(): Promise<void>
}

export interface VirtualKeyOptions {
  readonly protocol?: 'ctap2' | 'u2f'
  readonly transport?: 'usb' | 'nfc' | 'ble' | 'hybrid' | 'internal'
  readonly hasResidentKey?: boolean
  readonly hasUserVerification?: boolean
  readonly isUserVerified?: boolean
  readonly hasLargeBlob?: boolean
  /** Its credentials may be copied, and have been. */
  readonly defaultBackupEligibility?: boolean
  readonly defaultBackupState?: boolean
}

/** Plugs a virtual key in: one that checks its owner and remembers accounts, unless told otherwise. */
export async function plugIn(page: Page, options: VirtualKeyOptions = {}): Promise<VirtualKey> {
  const session = await sessionOf(page)
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      ...options,
    },
  })
  return {
    async credentials() {
      return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.map(
        ({ credentialId, signCount }) => ({ credentialId, signCount }),
      )
    },
    setUserVerified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    setTouched: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    remove: async () => {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
  }
}

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** One session for each page: keys belong to it, and are gone with it. */
function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page)
  if (known) return known
  const opened = page
    .context()
    .newCDPSession(page)
    .then(async (session) => {
      await session.send('WebAuthn.enable')
      return session
    })
  sessions.set(page, opened)
  return opened
}
