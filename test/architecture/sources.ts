import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** One import line: `typesOnly` vanishes when types are stripped. */
export interface Import {
  readonly line: number
  readonly specifier: string
  /** Path from the repository's root; undefined for packages and for Node's own modules. */
  readonly target?: string
  readonly typesOnly: boolean
  /** Loaded when that line is reached, not before. */
  readonly lazy: boolean
}

export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  /** Comments are blanked, line numbers kept. */
  readonly code: string
  readonly imports: readonly Import[]
}

const production = ['src/**/*.{ts,tsx}', 'web/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}']
const tests = ['**/*.test.{ts,tsx}', '**/*.fixture.{ts,tsx}', '**/test/**']
const exempt = ['**/node_modules/**', '**/dist/**', ...tests, 'web/vite.config.ts', 'web/dev/**']

/** Every file of the product; its tests are free to import what they like. */
export function productionSources(): Source[] {
  const paths = globSync(production, { cwd: root, exclude: exempt })
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => source(path, readFileSync(join(root, path), 'utf8')))
}

export function source(path: string, text: string): Source {
  const code = withoutComments(text)
  return { path, code, imports: importsIn(path, code) }
}

/** Keeps strings whole: a glob among them opens no comment. */
function withoutComments(text: string): string {
  const stringsAndComments =
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g
  return text.replace(stringsAndComments, (found, string) => string ?? found.replace(/[^\n]/g, ' '))
}

const names = String.raw`(?:\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+(?:\s*,\s*(?:\{[^}]*\}|\*\s+as\s+\w+))?)`
const staticImport = new RegExp(
  String.raw`^[ \t]*(?:import|export)\s+(type\s+)?(?:${names}\s*from\s*)?['"]([^'"]+)['"]`,
  'gm',
)
const lazyImport = /\bimport\(\s*['"]([^'"]+)['"]/g
const workerFile = /\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]/g

function importsIn(path: string, code: string): Import[] {
  const at = (specifier: string, index: number, typesOnly: boolean, lazy: boolean): Import => ({
    line: code.slice(0, index).split('\n').length,
    specifier,
    typesOnly,
    lazy,
    ...(specifier.startsWith('.') ? { target: posix.join(dirname(path), specifier) } : {}),
  })
  return [
    ...code
      .matchAll(staticImport)
      .map((match) => at(match[2] ?? '', match.index, match[1] !== undefined, false)),
    ...code.matchAll(lazyImport).map((match) => at(match[1] ?? '', match.index, false, true)),
    ...code.matchAll(workerFile).map((match) => at(match[1] ?? '', match.index, false, true)),
  ]
}

/** The names that `dependencies` and, where asked for, `devDependencies` of a package.json list. */
export function dependencyNames(manifest: string, { dev }: { readonly dev: boolean }): Set<string> {
  if (!existsSync(join(root, manifest))) return new Set()
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8'))
  return new Set([...Object.keys(dependencies), ...(dev ? Object.keys(devDependencies) : [])])
}
