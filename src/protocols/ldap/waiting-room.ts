import { openPlaces, type Places } from '../../kernel/places.ts'

/**
 * Binds that wait for a phone: 256 at once, and 32 of one system, half of the connections that one address may hold. So
 * others sign in by code, and at other systems, while many wait.
 */
export function openWaitingRoom(): Places {
  return openPlaces({ most: 256, mostOfOne: 32 })
}
