import type { Statement } from '../storage/index.ts'
import type { DoorDeps, DoorJob } from './protocol.ts'

/** Removes what is over of a door, and what strangers have begun beyond all measure. */
export function sweepOf(
  door: string,
  over: (deps: DoorDeps, at: number) => Promise<readonly Statement[]>,
): DoorJob {
  return {
    name: `${door} sweep`,
    every: 5 * 60_000,
    async run(deps) {
      for (const statement of await over(deps, deps.storage.clock.now()))
        await deps.storage.book({ statements: [statement], locks: ['sweep'] })
    },
  }
}
