import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const program = join(import.meta.dirname, '..')

/** SHA-256, in hex, over the files of this program with their names: what computed a report (R20). */
export async function buildDigest(): Promise<string> {
  const hash = createHash('sha256')
  const files = await Array.fromAsync(glob('**/*.{ts,js}', { cwd: program }), (file) =>
    file.replaceAll('\\', '/'),
  )
  for (const file of files.filter((name) => !name.includes('.test.')).toSorted())
    hash.update(`${file}\n`).update(await readFile(join(program, file)))
  return hash.digest('hex')
}
