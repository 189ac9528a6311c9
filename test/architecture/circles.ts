import type { Source } from './sources.ts'

/** Import circles between files, type-only ones too: each as the path that leads back to its start. */
export function importCircles(sources: readonly Source[]): string[] {
  const targets = new Map(sources.map((source) => [source.path, targetsOf(source)]))
  const finished = new Set<string>()
  const circles: string[] = []

  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (trail.includes(path) || finished.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    finished.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return circles
}

function targetsOf(source: Source): string[] {
  return source.imports.flatMap(({ target }) => (target === undefined ? [] : [target]))
}
