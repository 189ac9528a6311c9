import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { checkBreachFile, countInFile } from './breach-file.ts'
import { countInRange } from './breach-range.ts'
import { canonicalPassword } from './canonical.ts'
import type { PasswordConfig } from './config.ts'

/**
 * What the lists of breached passwords say (ASVS 6.2.12). `unknown`: one that is configured gave no answer. That is
 * not "safe" (R15): the person is told and the password stays unrated; but a list that is down keeps nobody out.
 */
export type BreachAnswer =
  | { readonly state: 'clear' }
  | { readonly state: 'breached'; readonly count: number }
  | { readonly state: 'unknown' }

export type BreachLists = (password: string) => Promise<BreachAnswer>

type CountOf = (hash: string) => Promise<number>

/** Asks the local file first, then the range service, as far as configured. Looks at the file's form at once. */
export function breachLists(config: PasswordConfig['breach'], dataFolder: string | undefined): BreachLists {
  const lists = [...fileList(config.file, dataFolder), ...serviceList(config.rangeService)]
  return async (password) => {
    const hash = sha1(password)
    let unanswered = false
    for (const countOf of lists) {
      const count = await countOf(hash).catch(() => undefined)
      if (count) return { state: 'breached', count }
      if (count === undefined) unanswered = true
    }
    return { state: unanswered ? 'unknown' : 'clear' }
  }
}

function fileList(file: string | undefined, dataFolder: string | undefined): CountOf[] {
  if (file === undefined) return []
  const path = resolve(dataFolder ?? '.', file)
  checkBreachFile(path)
  return [(hash) => countInFile(path, hash)]
}

function serviceList(service: PasswordConfig['breach']['rangeService']): CountOf[] {
  return service ? [(hash) => countInRange(service, hash)] : []
}

/** SHA-1 because the lists are made of it; nothing is protected by it, and it is never stored. */
function sha1(password: string): string {
  return createHash('sha1').update(canonicalPassword(password), 'utf8').digest('hex').toUpperCase()
}
