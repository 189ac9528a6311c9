import type { X509Certificate } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Application, type ConnectedApplication, openReadings } from '../../applications/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { codes } from './packet.ts'
import { type RadiusSettings, radiusKind, radiusSettings } from './settings.ts'

/** A system that may ask, as it is set up now. */
export interface RadiusClient {
  readonly application: Application
  readonly settings: RadiusSettings
  /** Newest first; two while one takes the place of the other. */
  readonly secrets: readonly string[]
}

/** Whence a packet came. */
export interface Sender {
  readonly address: string
  readonly port: number
  /** What it has shown, where it asks by TLS. */
  readonly certificate?: X509Certificate
}

/** All share it where TLS keeps the secret (RFC 6614 §2.3). */
const secretOfTls = 'radsec'

/** Milliseconds for which the list of systems is kept: packets of strangers must not each cost a look-up. */
const kept = 1_000

interface Listed extends RadiusClient {
  readonly networks: BlockList
}

interface Seen {
  readonly systems: readonly Listed[]
  /** The addresses of this machine. */
  readonly own: ReadonlySet<string>
}

/** Systems as they are set up, a second ago at most. */
export function openClients(deps: DoorDeps) {
  const { clock } = deps.storage
  const read = openReadings(deps.doors, radiusKind.id, readClient)
  let last: { readonly seen: Promise<Seen>; readonly until: number } | undefined

  function current(): Promise<Seen> {
    const now = clock.monotonic()
    if (last && last.until > now) return last.seen
    const seen = look()
    last = { seen, until: now + kept }
    seen.catch(() => {
      last = undefined
    })
    return seen
  }

  async function look(): Promise<Seen> {
    const [found, secrets] = await Promise.all([read(), deps.doors.secrets.openAll(radiusKind.id)])
    const systems = found.flatMap((one) =>
      one ? [{ ...one, secrets: secrets.get(one.application.id) ?? [] }] : [],
    )
    return { systems, own: ownAddresses() }
  }

  return {
    /**
     * Those whom a sender may be: several may share an address, and differ by their secrets. Whether anybody is at home
     * may be asked from this machine for any of them: that tries a connection out, and decides nothing.
     */
    async of({ address, certificate }: Sender, code?: number): Promise<readonly RadiusClient[]> {
      const { systems, own } = await current()
      if (certificate) return knownByTls(systems, certificate, clock.now())
      const [plain = ''] = address.split('%', 1)
      if (code === codes.statusServer && own.has(plain)) return systems
      const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
      return systems.filter(({ networks }) => networks.check(plain, family))
    },
  }
}

/** A connection may outlast the certificate that began it. */
function knownByTls(
  systems: readonly RadiusClient[],
  certificate: X509Certificate,
  now: number,
): readonly RadiusClient[] {
  if (Date.parse(certificate.validTo) <= now) return []
  const own = systems.filter(({ settings }) => bears(certificate, settings))
  return own.map((system) => ({ ...system, secrets: [secretOfTls] }))
}

function bears(shown: X509Certificate, { certificate }: RadiusSettings): boolean {
  if (!certificate) return false
  const { name, fingerprint } = certificate
  if (fingerprint !== undefined && shown.fingerprint256 !== fingerprint) return false
  return name === undefined || shown.checkHost(name, { wildcards: false }) !== undefined
}

/** Nothing of one whose settings cannot be read: it lets nobody in (G6). */
function readClient({ application, settings: stored }: ConnectedApplication) {
  const { data: settings } = radiusSettings.safeParse(stored)
  return settings && { application, settings, networks: listOf(settings.networks) }
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)))
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', length] = network.split('/')
    const family = isIPv6(base) ? 'ipv6' : 'ipv4'
    list.addSubnet(base, length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length), family)
  }
  return list
}
