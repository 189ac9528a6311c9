import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ProveInput } from '../../src/authentication/index.ts'
import type { World } from './engine.ts'
import type { Order } from './other-process-main.ts'

/** Another process with an engine on the same file: the second node of SQLite. */
export interface OtherProcess {
  /** How it ended there: an error code, or `nothing was refused`. */
  prove(input: ProveInput): Promise<string>
  close(): Promise<void>
}

export async function otherProcess(world: World): Promise<OtherProcess> {
  const child = fork(join(import.meta.dirname, 'other-process-main.ts'), [world.database], {
    stdio: 'inherit',
    // The runner's own flags would make a test run of the child.
    execArgv: [],
  })
  await once(child, 'message')
  return {
    async prove(input) {
      const answer = once(child, 'message')
      child.send({ at: world.clock.now(), input } satisfies Order)
      const [end] = await answer
      return String(end)
    },
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
