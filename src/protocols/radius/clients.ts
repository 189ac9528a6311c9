import { BlockList, isIPv6 } from 'node:net'
import type { Application } from '../../applications/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { type RadiusSettings, radiusKind, radiusSettings } from './settings.ts'

/** A system that may ask, as it is set up now. */
export interface RadiusClient {
  readonly application: Application
  readonly settings: RadiusSettings
  /** Newest first; two while one takes the place of the other. */
  readonly secrets: readonly string[]
}

/** Those that ask from an address: several may share one, and differ by their secrets. */
export async function clientsAt(deps: DoorDeps, address: string): Promise<readonly RadiusClient[]> {
  const all = await deps.doors.all(radiusKind.id)
  const here = all.flatMap(({ application, settings: stored }) => {
    const { data: settings } = radiusSettings.safeParse(stored)
    // What cannot be read lets nobody in (G6).
    return settings && isWithin(settings.networks, address) ? { application, settings } : []
  })
  return Promise.all(
    here.map(async (client) => ({
      ...client,
      secrets: await deps.doors.secrets.open(client.application.id, radiusKind.id),
    })),
  )
}

function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', length] = network.split('/')
    const family = isIPv6(base) ? 'ipv6' : 'ipv4'
    list.addSubnet(base, length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length), family)
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
