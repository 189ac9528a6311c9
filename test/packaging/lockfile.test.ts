import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly allowScripts?: Readonly<Record<string, boolean>>
}

const root = join(import.meta.dirname, '../..')
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const lock = read('package-lock.json') as { readonly packages: Readonly<Record<string, Entry>> }
const entries = Object.entries(lock.packages)
const installed = entries.filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
const manifests = ['package.json', ...globSync('packages/*/package.json', { cwd: root })]

test('every optional package that the lockfile names is in it, or npm ci would fail', () => {
  const names = new Set(entries.map(([path]) => nameOf(path)))
  none(
    entries.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !names.has(name))
        .map((name) => `${path || 'the root'} wants ${name}`),
    ),
  )
})

test('every package is locked by its content', () => {
  none(installed.filter(([, entry]) => !entry.integrity).map(([path]) => path))
})

test('no address of a registry is committed', () => {
  none(entries.filter(([, entry]) => !entry.link && entry.resolved !== undefined).map(([path]) => path))
  assert.doesNotMatch(readFileSync(join(root, 'package-lock.json'), 'utf8'), /https?:\/\/[^"]*\.tgz/)
})

test('versions are pinned exactly', () => {
  const exact = /^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/
  none(
    manifests.flatMap((file) => {
      return Object.entries(wantedBy(file))
        .filter(([, version]) => !exact.test(version))
        .map(([name, version]) => `${file}: ${name} ${version}`)
    }),
  )
})

test('only scripts that were looked at run at install', () => {
  const { allowScripts = {} } = read('package.json') as Manifest
  const withScript = installed.filter(([, entry]) => entry.hasInstallScript)
  const unknown = withScript.filter(([path]) => allowScripts[nameOf(path)] === undefined)
  none(unknown.map(([path]) => `${path}: allow or refuse it in allowScripts`))
  none(
    withScript
      .filter(([, entry]) => !entry.dev)
      .map(([path]) => `${path}: production installs run no script`),
  )
})

test('the Node that npm carries is locked for every platform that we name', () => {
  const { optionalDependencies = {} } = read('packages/runtime/package.json') as Manifest
  const locked = new Map(installed.map(([path, entry]) => [nameOf(path), entry.version]))
  for (const [name, version] of Object.entries(optionalDependencies)) assert.equal(locked.get(name), version)
})

test('each dependency has its reason in writing', () => {
  const reasons = readFileSync(join(root, 'docs/decisions/0002-dependencies.md'), 'utf8')
  none(
    manifests.flatMap((file) => {
      const names = Object.keys(wantedBy(file))
      return names.filter((name) => !reasons.includes(`\`${name}\``)).map((name) => `${file}: ${name}`)
    }),
  )
})

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function wantedBy(manifest: string): Readonly<Record<string, string>> {
  const { dependencies, devDependencies, optionalDependencies } = read(manifest) as Manifest
  return { ...dependencies, ...devDependencies, ...optionalDependencies }
}

function none(violations: readonly string[]): void {
  assert.ok(violations.length === 0, `\n${violations.join('\n')}`)
}
