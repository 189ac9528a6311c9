import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { TestContext } from 'node:test'
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

/** A simulator that answers until it is stopped. */
export interface ServedSimulator {
  /** What it says next. */
  next<Result>(): Promise<Result>
  /** As Ctrl+C does; tells the exit code. */
  stop(): Promise<number | null>
}

/** `sallyport sim … --serve --json` as a process of its own. */
export function serveSimulator(context: TestContext, folder: string, ...words: string[]): ServedSimulator {
  const bin = join(import.meta.dirname, '../../bin/sallyport.js')
  const all = [bin, 'sim', ...words, '--serve', '--json', '--folder', folder]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  context.after(() => child.kill('SIGKILL'))
  const results = resultsIn(child.stdout)
  return {
    async next<Result>() {
      const { value, done } = await results.next()
      if (done) throw new Error('it ended')
      return JSON.parse(value) as Result
    },
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}

async function* resultsIn(stream: NodeJS.ReadableStream): AsyncGenerator<string, undefined> {
  let text = ''
  for await (const chunk of stream) {
    const [...whole] = (text + String(chunk)).split(/(?<=^}\n)/m)
    text = whole.at(-1)?.endsWith('\n}\n') ? '' : (whole.pop() ?? '')
    yield* whole
  }
  return undefined
}
