import { browserPackages } from './layers.ts'
import type { Source } from './sources.ts'

/** What pages import, directly or by way of a factor's schema, and a browser cannot run. */
export function serverCodeInPages(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set(sources.map(({ path }) => path).filter((path) => /(^|\/)web\//.test(path)))
  const violations: string[] = []
  for (const path of reached) {
    const atRunTime = (byPath.get(path)?.imports ?? []).filter(({ typesOnly }) => !typesOnly)
    for (const { line, specifier, target } of atRunTime) {
      if (target !== undefined) reached.add(target)
      else if (!browserPackages.test(specifier))
        violations.push(`${path}:${line} imports ${specifier}: it goes to the browser`)
    }
  }
  return violations
}
