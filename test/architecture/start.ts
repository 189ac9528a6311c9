import type { Source } from './sources.ts'

/** What only some installations need, and none before it is used. */
const onDemand =
  /^(node:http|oidc-provider|openid-client|xml-crypto|@xmldom\/xmldom|ldapts|openpgp|@zip\.js\/zip\.js|saxes|sharp|yaml)$/

/** Packages that are loaded though nobody needs them yet, by way of these first files. */
export function loadedTooEarly(sources: readonly Source[], first: readonly string[]): string[] {
  return foreignImports(sources, first)
    .filter(({ specifier }) => onDemand.test(specifier))
    .map(({ from, specifier }) => `${from} imports ${specifier}: before it is used`)
}

/** Packages that are loaded at all, by way of these first files. */
export function packagesLoaded(sources: readonly Source[], first: readonly string[]): string[] {
  return foreignImports(sources, first)
    .filter(({ specifier }) => !specifier.startsWith('node:'))
    .map(({ from, specifier }) => `${from} imports ${specifier}`)
}

interface ForeignImport {
  /** File and line. */
  readonly from: string
  readonly specifier: string
}

/** What is not ours and is loaded at once, by way of these first files. */
function foreignImports(sources: readonly Source[], first: readonly string[]): readonly ForeignImport[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set(first)
  const found: ForeignImport[] = []
  for (const path of reached) {
    const atOnce = (byPath.get(path)?.imports ?? []).filter(({ typesOnly, lazy }) => !typesOnly && !lazy)
    for (const { line, specifier, target } of atOnce) {
      if (target === undefined) found.push({ from: `${path}:${line}`, specifier })
      else reached.add(target)
    }
  }
  return found
}
