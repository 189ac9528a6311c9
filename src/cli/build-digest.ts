import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const program = join(import.meta.dirname, '..')

/** SHA-256, in hex, over the files of this program with their names: what computed a report (R20). */
export function buildDigest(): string {
  const hash = createHash('sha256')
  const files = globSync('**/*.{ts,js}', { cwd: program }).map((file) => file.replaceAll('\\', '/'))
  for (const file of files.filter((name) => !name.includes('.test.')).toSorted())
    hash.update(`${file}\n`).update(readFileSync(join(program, file)))
  return hash.digest('hex')
}
