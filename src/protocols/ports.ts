import type { DoorPort } from '../applications/index.ts'
import { usualPorts } from './protocol.ts'

/** Its number, or the usual one of a door that is not open yet. */
export function numberOf(port: DoorPort | undefined, door: keyof typeof usualPorts): number {
  return port?.port ?? usualPorts[door]
}

/** Where a port is reached, as a sentence: its marks tell pages that it is nothing to copy. */
export function placeOf({ host, port }: Pick<DoorPort, 'host' | 'port'>, transport: 'TCP' | 'UDP'): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  return `${everywhere ? 'this machine' : host}, ${transport} port \`${port}\``
}

/** What is said of a door that the configuration opens no port for. */
export function notYet(door: keyof typeof usualPorts, transport: 'TCP' | 'UDP'): string {
  return `nothing listens yet: put \`${door}\` into the configuration (${transport} port ${usualPorts[door]} unless told)`
}
