import { z } from 'zod'

/** Of Argon2, in KiB that are passed over: one pass over 512 MiB, or eight over 64. It is reckoned beside the sign-ins. */
const mostWork = 2 ** 19

/** One for each passphrase and each key that a message is meant for; a maker of tokens has few. */
const mostSessionKeys = 16

const argon2 = z.object({
  s2k: z.object({ type: z.literal('argon2'), t: z.number(), encodedM: z.number() }),
})

/** Whether trying a passphrase on each of these packets takes more work than a server can spare beside its sign-ins. */
export function isTooMuchWork(sessionKeys: readonly unknown[]): boolean {
  const work = sessionKeys.reduce<number>((sofar, packet) => sofar + workOf(packet), 0)
  return sessionKeys.length > mostSessionKeys || work > mostWork
}

function workOf(packet: unknown): number {
  const { success, data } = argon2.safeParse(packet)
  return success ? data.s2k.t * 2 ** data.s2k.encodedM : 0
}
