import { dirname, resolve } from 'node:path'
import type { FromEnvironment } from './config-environment.ts'
import type { ConfigFile } from './config-file.ts'

/** What the command line says; it wins. */
export interface ConfigOverrides {
  readonly config?: string | undefined
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
}

/** All that was set, and who set it. */
export interface Layers {
  readonly values: Readonly<Record<string, unknown>>
  whereIs(path: readonly string[]): string
}

/** The layers, one over the other. Whoever names a key source replaces the one beneath. */
export function layered(
  file: ConfigFile,
  settings: FromEnvironment['settings'],
  overrides: ConfigOverrides,
  places: { readonly cwd: string; readonly file: string | undefined },
): Layers {
  const values = structuredClone(file.values) as Record<string, unknown>
  if (places.file !== undefined) placePaths(values, dirname(places.file))
  if (settings.some(({ path }) => path[0] === 'key')) delete values.key
  for (const { path, value } of settings) setIn(values, path, value)
  const flags = Object.entries(overrides).filter(([name, value]) => name !== 'config' && value !== undefined)
  for (const [name, value] of flags) values[name] = value
  return {
    values,
    whereIs(path) {
      const dotted = path.join('.')
      if (flags.some(([name]) => name === dotted)) return `--${dotted}`
      return settings.find((one) => one.path.join('.') === dotted)?.variable ?? file.whereIs(path)
    },
  }
}

const pathSettings = [
  ['data'],
  ['database'],
  ['key', 'file'],
  ['countries', 'file'],
  ['tls', 'cert'],
  ['tls', 'key'],
  ['clientCertificates', 'cert'],
  ['clientCertificates', 'key'],
  ['radius', 'radsec', 'cert'],
  ['radius', 'radsec', 'key'],
  ['radius', 'radsec', 'clientCa'],
  ['ldap', 'tls', 'cert'],
  ['ldap', 'tls', 'key'],
  ['directories', '*', 'ca'],
  ['directories', '*', 'bindPasswordFile'],
]

/** Paths in a file are meant from where the file lies. */
function placePaths(values: Record<string, unknown>, folder: string): void {
  for (const path of pathSettings.flatMap((pattern) => pathsIn(values, pattern))) {
    const value = path.reduce<unknown>((inner, name) => (isMap(inner) ? inner[name] : undefined), values)
    if (typeof value === 'string' && value !== '' && !isUrl(value))
      setIn(values, path, resolve(folder, value))
  }
}

/** `*` stands for every name in that place. */
function pathsIn(value: unknown, [name, ...rest]: readonly string[]): readonly (readonly string[])[] {
  if (name === undefined) return [[]]
  if (!isMap(value)) return []
  const names = name === '*' ? Object.keys(value) : [name]
  return names.flatMap((one) => pathsIn(value[one], rest).map((path) => [one, ...path]))
}

function setIn(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path
  if (rest.length === 0) {
    values[name] = value
    return
  }
  const inner = values[name]
  const group = isMap(inner) ? inner : {}
  values[name] = group
  setIn(group, rest, value)
}

/** Whether a database is named by an address, and not by a file. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+]*:\/\//i.test(text)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
