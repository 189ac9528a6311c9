import type { DoorDeps } from '../protocol.ts'
import { clientsAt, type RadiusClient } from './clients.ts'
import { type Judged, judgeAccess } from './judge.ts'
import { codes, type Packet, types, valuesOf } from './packet.ts'
import { isAccountingOf, type Signature, signatureOf, writeAnswer } from './signing.ts'

/** Why a packet is met with silence: for the log and the counter; whoever sent it learns nothing. */
export type Silence = 'unknown-client' | 'wrong-secret' | 'not-signed' | 'not-understood'

export type Answer =
  | { readonly bytes: Buffer; readonly silence?: undefined }
  | { readonly bytes?: undefined; readonly silence: Silence }

/** The answer to a packet, or silence. Throws where it cannot be decided: that is silence, too (G6, decision 10). */
export async function answerPacket(deps: DoorDeps, packet: Packet, address: string): Promise<Answer> {
  const clients = await clientsAt(deps, address)
  if (clients.length === 0) return { silence: 'unknown-client' }
  const known = knownAmong(clients, packet)
  if (!known) return { silence: 'wrong-secret' }
  const { client, secret, signature } = known
  if (packet.code === codes.accountingRequest)
    return { bytes: writeAnswer(packet, secret, { code: codes.accountingResponse, attributes: [] }) }
  if (!isSignedEnough(client, packet, signature)) return { silence: 'not-signed' }
  const judged = await judgedOf(deps, client, packet, { secret, address })
  return judged ? { bytes: writeAnswer(packet, secret, judged) } : { silence: 'not-understood' }
}

async function judgedOf(
  deps: DoorDeps,
  client: RadiusClient,
  packet: Packet,
  from: { readonly secret: string; readonly address: string },
): Promise<Judged | undefined> {
  if (packet.code === codes.accessRequest) return judgeAccess(deps, client, packet, from)
  // Whether anybody is at home (RFC 5997 §3).
  return packet.code === codes.statusServer ? { code: codes.accessAccept, attributes: [] } : undefined
}

/**
 * A system that cannot sign is let through where an administrator says so, yet never with the state of proxies, in which
 * the forging of answers hides (CVE-2024-3596); and never asking for our status (RFC 5997 §3).
 */
function isSignedEnough({ settings }: RadiusClient, packet: Packet, signature: Signature): boolean {
  if (signature === 'valid') return true
  const excepted = !settings.requireMessageAuthenticator && packet.code === codes.accessRequest
  return excepted && valuesOf(packet, types.proxyState).length === 0
}

interface Known {
  readonly client: RadiusClient
  readonly secret: string
  readonly signature: Signature
}

/** Whose secret a packet was signed with; of what is not signed, the newest secret of the one that may do so. */
function knownAmong(clients: readonly RadiusClient[], packet: Packet): Known | undefined {
  const all = clients.flatMap((client) => client.secrets.map((secret) => ({ client, secret })))
  if (packet.code === codes.accountingRequest) {
    const own = all.find(({ secret }) => isAccountingOf(packet, secret))
    return own && { ...own, signature: 'valid' }
  }
  const judged = all.map((one) => ({ ...one, signature: signatureOf(packet, one.secret) }))
  const signed = judged.find(({ signature }) => signature === 'valid')
  if (signed) return signed
  const unsigned = judged.filter(({ signature }) => signature === 'missing')
  return unsigned.find(({ client }) => !client.settings.requireMessageAuthenticator) ?? unsigned[0]
}
