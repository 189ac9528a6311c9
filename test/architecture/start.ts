import type { Source } from './sources.ts'

/** What only some installations need, and none before it is used. */
const onDemand =
  /^(node:http|oidc-provider|openid-client|xml-crypto|@xmldom\/xmldom|ldapts|openpgp|@zip\.js\/zip\.js|saxes|sharp|yaml)$/

/** Packages that are loaded though nobody needs them yet, by way of these first files. */
export function loadedTooEarly(sources: readonly Source[], first: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set(first)
  const violations: string[] = []
  for (const path of reached) {
    const atOnce = (byPath.get(path)?.imports ?? []).filter(({ typesOnly, lazy }) => !typesOnly && !lazy)
    for (const { line, specifier, target } of atOnce) {
      if (target !== undefined) reached.add(target)
      else if (onDemand.test(specifier))
        violations.push(`${path}:${line} imports ${specifier}: before it is used`)
    }
  }
  return violations
}
