import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Application } from '../../applications/index.ts'
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

/** Milliseconds for which the list of systems is kept: packets of strangers must not each cost a look-up. */
const kept = 1_000

interface Listed extends RadiusClient {
  readonly networks: BlockList
}

/** Systems as they are set up, a second ago at most. */
export function openClients(deps: DoorDeps) {
  const { clock } = deps.storage
  let list: { readonly read: Promise<readonly Listed[]>; readonly until: number } | undefined

  function current(): Promise<readonly Listed[]> {
    const now = clock.monotonic()
    if (list && list.until > now) return list.read
    const read = readClients(deps)
    list = { read, until: now + kept }
    read.catch(() => {
      list = undefined
    })
    return read
  }

  return {
    /**
     * Those that ask from an address: several may share one, and differ by their secrets. Whether anybody is at home
     * may be asked from this machine for any of them: that tries a connection out, and decides nothing.
     */
    async at(address: string, code?: number): Promise<readonly RadiusClient[]> {
      const [plain = ''] = address.split('%', 1)
      const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
      const ownQuestion = code === codes.statusServer && isOwn(plain)
      return (await current()).filter(({ networks }) => ownQuestion || networks.check(plain, family))
    },
  }
}

async function readClients(deps: DoorDeps): Promise<readonly Listed[]> {
  const all = await deps.doors.all(radiusKind.id)
  const listed = all.map(async ({ application, settings: stored }) => {
    const { data: settings } = radiusSettings.safeParse(stored)
    // What cannot be read lets nobody in (G6).
    if (!settings) return []
    const secrets = await deps.doors.secrets.open(application.id, radiusKind.id)
    return [{ application, settings, secrets, networks: listOf(settings.networks) }]
  })
  return (await Promise.all(listed)).flat()
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address))
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
