import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../server/config-environment.ts'

/**
 * Where compiled code is kept: in the data folder, if it is there already and ours alone, since whoever writes to
 * it runs code as us. Under sudo nowhere (R10).
 */
export function cacheFolder(words: readonly string[], env: Environment): string | undefined {
  if (env.SUDO_UID !== undefined || process.platform === 'win32') return undefined
  const data = afterFlag(words, '--data') ?? env.SALLYPORT_DATA ?? './data'
  const found = statSync(data, { throwIfNoEntry: false })
  if (!found?.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0)
    return undefined
  return join(data, 'cache')
}

function afterFlag(words: readonly string[], flag: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`${flag}=`))
  if (joined !== undefined) return joined.slice(flag.length + 1)
  const index = words.indexOf(flag)
  return index < 0 ? undefined : words[index + 1]
}
