import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, type Source } from './sources.ts'

/** The one list, that of the stand-ins for hardware, and the arithmetic beneath a factor. */
const mayNameFactors = /^(src\/factors\/(index|simulators)\.ts$|packages\/otp\/)/

/** Words of everyday code: they name the factor only where it is compared, looked up or imported. */
const everydayWords = new Set(['password', 'push'])

/** Files that name a factor of which they should know nothing, each as `file:line names factor`. */
export function strangersThatNameFactors(sources: readonly Source[]): string[] {
  return factorIds().flatMap((id) =>
    sources
      .filter(({ path }) => !path.startsWith(`src/factors/${id}/`) && !mayNameFactors.test(path))
      .flatMap((source) => firstMention(source, id)),
  )
}

function factorIds(): string[] {
  const folder = join(root, 'src/factors')
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

function firstMention({ path, code }: Source, id: string): string[] {
  const index = code.search(mayMean(path, id) ? lookUpPattern(id) : namePattern(id))
  return index < 0 ? [] : [`${path}:${code.slice(0, index).split('\n').length} names ${id}`]
}

/** Everyday words; and in a factor an algorithm, or what its files call one, that another is named after. */
function mayMean(path: string, id: string): boolean {
  return everydayWords.has(id) || /^src\/factors\/[^/]+\//.test(path)
}

/** Where it is compared, looked up or imported. */
function lookUpPattern(id: string): RegExp {
  return new RegExp(`(factor\\w*|id|find)\\W{1,6}['"\`]${id}['"\`]|factors/${id}\\b|\\.\\./${id}/`, 'i')
}

/** `recovery-codes` is also found as `recoveryCodes` and `RECOVERY_CODES`. */
function namePattern(id: string): RegExp {
  return new RegExp(id.replaceAll('-', '[-_]?'), 'i')
}
