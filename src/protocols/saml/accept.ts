import type { Element } from '@xmldom/xmldom'
import type { DoorDeps } from '../protocol.ts'
import { issuerOf } from './authn-request.ts'
import { type Received, readReceived } from './bindings.ts'
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
  isSigned: (connected: Connected) => boolean,
): Promise<{ readonly connected: Connected; readonly message: Element; readonly signed: boolean }> {
  const issuer = issuerOf(readXml(received.xml))
  const connected = await providers.named(issuer)
  if (!connected) throw unknownProvider()
  const { signingKeys } = connected.provider
  const must = isSigned(connected)
  const message = readReceived(received, { keys: signingKeys, signed: must })
  if (issuerOf(message) !== issuer) throw refusedMessage('signed for somebody else')
  return { connected, message, signed: must }
}

interface Head {
  readonly issuedAt: number
  readonly destination: string | undefined
}

/** Throws `saml.refused` for a message that is not for this address, or not of now. */
export function requireForHere(
  { storage }: Pick<DoorDeps, 'storage'>,
  { issuedAt, destination }: Head,
  { address, signed }: { readonly address: string; readonly signed: boolean },
): void {
  if (destination === undefined ? signed : destination !== address) throw refusedMessage('Destination')
  const age = storage.clock.now() - issuedAt
  if (age > longestUnderWay || age < -skew) throw refusedMessage('IssueInstant')
}
