import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Shelf } from '../../factors/simulator.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Random } from '../../kernel/random.ts'
import { simulatorMark } from '../../kernel/simulator-mark.ts'
import { writeSecretFile } from '../picture.ts'
import { folderNotOfSimulator, simulatedNotFound, simulatedUnreadable } from './errors.ts'

/** Where simulated things lie. Whatever keys they have were made for this folder, and it says that it is a simulator's (R9). */
export interface SimulatorFolder {
  readonly batch: string
  shelf<Thing>(kind: string, thing: z.ZodType<Thing>): Shelf<Thing>
  place(file: string): string
}

const label = z.strictObject({
  made: z.literal(simulatorMark),
  batch: z.string().regex(/^[0-9A-F]{4}$/),
})
const labelFile = 'simulator.json'

const nameOfThing = z
  .string()
  .regex(/^[\p{L}\p{N}_@+-][\p{L}\p{N}_@+.-]{0,63}$/u, 'must be 1 to 64 letters, digits or one of _@+.-')

/** Opens a folder, which is made when something is first put there. Throws `simulator.folder` where it is another's. */
export function openSimulatorFolder(folder: string, random: Random): SimulatorFolder {
  const labelled = join(folder, labelFile)
  if (!existsSync(labelled) && existsSync(folder) && !isEmpty(folder)) throw folderNotOfSimulator(folder)
  let batch: string | undefined

  /** As the label says; it is written where there is none. */
  function readBatch(): string {
    if (!existsSync(labelled)) {
      const fresh = Buffer.from(random.bytes(2)).toString('hex').toUpperCase()
      writeJson(labelled, { made: simulatorMark, batch: fresh })
    }
    return readJson(labelled, label).batch
  }

  return {
    get batch() {
      batch ??= readBatch()
      return batch
    },
    place: (file) => join(folder, file),
    shelf(kind, thing) {
      const fileOf = (name: string) => join(folder, `${kind}-${parseWith(nameOfThing, name, 'name')}.json`)
      return {
        has: (name) => existsSync(fileOf(name)),
        find(name) {
          const file = fileOf(name)
          if (!existsSync(file)) throw simulatedNotFound(kind, name, folder)
          return readJson(file, thing)
        },
        put(name, value) {
          batch ??= readBatch()
          writeJson(fileOf(name), value)
        },
        names: () => namesIn(folder, kind),
      }
    },
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch {
    return false
  }
}

function namesIn(folder: string, kind: string): readonly string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.startsWith(`${kind}-`) && file.endsWith('.json'))
  return files.map((file) => file.slice(kind.length + 1, -'.json'.length)).sort()
}

function writeJson(file: string, value: unknown): void {
  writeSecretFile(file, `${JSON.stringify(value, undefined, 2)}\n`)
}

function readJson<Value>(file: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw simulatedUnreadable(file, cause)
  }
}
