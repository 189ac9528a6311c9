import { lstatSync } from 'node:fs'
import { isUrl } from '../../server/config-layers.ts'
import { type Check, type Finding, fine, wrong } from './finding.ts'

const check = 'permissions'

/** Data folder and database are their owner's alone. */
export const checkPermissions: Check = ({ config }) => {
  if (process.platform === 'win32') return []
  const { data, database } = config
  const files = isUrl(database) ? [] : [database, `${database}-wal`, `${database}-shm`]
  const findings = [...exposed(data, '700'), ...files.flatMap((file) => exposed(file, '600'))]
  return findings.length > 0 ? findings : [fine(check, `${data} is its owner's alone.`)]
}

function exposed(path: string, mode: string): readonly Finding[] {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || (found.mode & 0o077) === 0) return []
  return [
    wrong(
      check,
      `${path} is open to others.`,
      'Names, times and hashes can be read there, or changed.',
      `chmod ${mode} ${path}`,
    ),
  ]
}
