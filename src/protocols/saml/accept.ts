import type { DoorDeps } from '../protocol.ts'
import { issuerOf } from './authn-request.ts'
import { type Read, type Received, readReceived } from './bindings.ts'
import { refusedMessage, unknownProvider } from './errors.ts'
import type { Connected, Providers } from './providers.ts'
import { readXml } from './xml-read.ts'

const minute = 60_000
/** How old a request may be when it comes. */
const longestUnderWay = 5 * minute
/** By how much the clocks of others may be ahead. */
const skew = 3 * minute

/**
 * The application that a message says to be from, and what of the message may be read. Who it is from is taken from
 * what is not yet verified, and only chooses the keys; it is compared again with what they have signed.
 */
export async function accept(
  providers: Providers,
  received: Received,
  mustBeSigned: (connected: Connected) => boolean,
): Promise<Read & { readonly connected: Connected }> {
  const root = readXml(received.xml)
  const issuer = issuerOf(root)
  const connected = await providers.named(issuer)
  if (!connected) throw unknownProvider()
  const { signingKeys } = connected.provider
  const read = readReceived(received, root, { keys: signingKeys, signed: mustBeSigned(connected) })
  if (issuerOf(read.message) !== issuer) throw refusedMessage('signed for somebody else')
  return { connected, ...read }
}

interface Head {
  readonly issuedAt: number
  readonly destination: string | undefined
}

/** Throws `saml.refused` for a message that is not for this address, or not of now. */
export function requireForHere(
  { storage }: Pick<DoorDeps, 'storage'>,
  { issuedAt, destination }: Head,
  { address, verified }: { readonly address: string; readonly verified: boolean },
): void {
  if (destination === undefined ? verified : destination !== address) throw refusedMessage('Destination')
  const age = storage.clock.now() - issuedAt
  if (age > longestUnderWay || age < -skew) throw refusedMessage('IssueInstant')
}
