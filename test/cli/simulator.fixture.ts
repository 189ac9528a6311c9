import { PassThrough } from 'node:stream'
import { createOutput } from '../../src/cli/output.ts'
import { simulate } from '../../src/cli/simulator/simulate.ts'
import { simulators } from '../../src/factors/simulators.ts'

/** Runs one simulator as the command does; tells its result. Throws where the command ends with 2. */
export type SimulatorRun = <Result>(
  id: string,
  argument?: string,
  options?: Readonly<Record<string, unknown>>,
) => Promise<Result>

/** `sallyport sim … --json --folder …`, in this process. */
export function simulatorIn(folder: string): SimulatorRun {
  return async (id, argument, options = {}) => {
    const simulator = simulators.find((one) => one.id === id)
    if (!simulator) throw new Error(`no simulator ${id}`)
    const out = new PassThrough()
    const output = createOutput({ out, error: new PassThrough() }, true)
    await simulate(simulator, { output }, { argument, options: { ...options, folder } })
    return JSON.parse(String(out.read()))
  }
}
