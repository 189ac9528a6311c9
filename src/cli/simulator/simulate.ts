import { z } from 'zod'
import type { Simulator, Workbench } from '../../factors/simulator.ts'
import { systemClock } from '../../kernel/clock.ts'
import { parseWith } from '../../kernel/parse.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { type Output, table } from '../output.ts'
import { readSmallFile, requireFree, writeSecretFile } from '../picture.ts'
import { decodeText, readStandardInput } from '../standard-input.ts'
import { openSimulatorFolder } from './folder.ts'
import { serveHere } from './serve.ts'

const folderOption = z.string().min(1).default('./sallyport-sim')
const mostBytes = 1_048_576

/** `sim …`: hands a simulator its workbench. */
export async function simulate(
  simulator: Simulator,
  { output }: Pick<Context, 'output'>,
  { argument, options }: CommandInput,
): Promise<ExitCode> {
  const { folder, ...own } = options
  const { run } = await simulator.load()
  await run(workbenchIn(parseWith(folderOption, folder, '--folder'), output), {
    argument,
    options: own,
  })
  return 0
}

/** What a simulator works with, in this folder. */
export function workbenchIn(path: string, output: Output): Workbench {
  const random = systemRandom()
  const folder = openSimulatorFolder(path, random)
  return {
    clock: systemClock,
    random,
    show: displayOf(output),
    get batch() {
      return folder.batch
    },
    shelf: folder.shelf,
    place: folder.place,
    async read(file) {
      return file === '-' ? readStandardInput(mostBytes) : decodeText(file, readSmallFile(file, mostBytes))
    },
    save(file, content, overwrite) {
      requireFree(file, overwrite)
      writeSecretFile(file, content)
    },
    fetch,
    serve: serveHere,
  }
}

function displayOf({ json, line, result, note }: Output): Workbench['show'] {
  return {
    json,
    line,
    result,
    note,
    table(headings, rows) {
      for (const text of table(headings, rows)) line(text)
    },
  }
}
