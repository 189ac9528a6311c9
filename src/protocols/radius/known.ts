import type { RadiusClient, Sender } from './clients.ts'
import { codes, type Packet, types, valuesOf } from './packet.ts'
import { isAccountingOf, revealPassword, signatureOf } from './signing.ts'

/** Whose packet it is, and the secret that it was made with. */
export interface Known {
  readonly client: RadiusClient
  readonly secret: string
  readonly signed: boolean
}

/** Why a packet is met with silence: for the log and the count; whoever sent it learns nothing. */
export type Silence = 'unknown-client' | 'wrong-secret' | 'not-signed' | 'not-understood' | 'not-judged'

type Knowing = Known | { readonly silence: Silence }

/** Who has sent a packet, among those who may ask from where it came. */
export function knownAmong(
  clients: readonly RadiusClient[],
  packet: Packet,
  { certificate }: Pick<Sender, 'certificate'> = {},
): Knowing {
  if (clients.length === 0) return { silence: 'unknown-client' }
  if (packet.code === codes.accountingRequest) return accountingOf(clients, packet)
  const unsigned = valuesOf(packet, types.messageAuthenticator).length === 0
  if (!unsigned) return signedOf(clients, packet)
  return certificate ? byTls(clients) : unsignedOf(clients, packet)
}

function accountingOf(clients: readonly RadiusClient[], packet: Packet): Knowing {
  const own = eachSecret(clients).find(({ secret }) => isAccountingOf(packet, secret))
  return own ? { ...own, signed: true } : { silence: 'wrong-secret' }
}

function signedOf(clients: readonly RadiusClient[], packet: Packet): Knowing {
  const own = eachSecret(clients).find(({ secret }) => signatureOf(packet, secret) === 'valid')
  return own ? { ...own, signed: true } : { silence: 'wrong-secret' }
}

/** TLS has signed for it (RFC 6614 §2.3); what signs all the same must sign right. */
function byTls(clients: readonly RadiusClient[]): Knowing {
  const [own] = eachSecret(clients)
  return own ? { ...own, signed: true } : { silence: 'wrong-secret' }
}

/**
 * A system that cannot sign is let through where an administrator says so, yet never with the state of proxies, in which
 * the forging of answers hides (CVE-2024-3596); and never asking for our status (RFC 5997 §3). Its secret is the one
 * under which what it hides is a text: of a wrong one come bytes that are none.
 */
function unsignedOf(clients: readonly RadiusClient[], packet: Packet): Knowing {
  const excepted = clients.filter(({ settings }) => !settings.requireMessageAuthenticator)
  const proxied = valuesOf(packet, types.proxyState).length > 0
  if (packet.code !== codes.accessRequest || proxied || excepted.length === 0)
    return { silence: 'not-signed' }
  const hidden = valuesOf(packet, types.userPassword).length > 0
  const own = eachSecret(excepted).find(({ secret }) => !hidden || isText(revealPassword(packet, secret)))
  return own ? { ...own, signed: false } : { silence: 'wrong-secret' }
}

function isText(revealed: string | undefined): boolean {
  return revealed !== undefined && !/\p{Cc}/u.test(revealed)
}

function eachSecret(clients: readonly RadiusClient[]) {
  return clients.flatMap((client) => client.secrets.map((secret) => ({ client, secret })))
}
