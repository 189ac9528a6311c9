/** `npm run build`: compiles and bundles what is published, lays it out in dist/<package> and packs each into a tarball in dist/. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

buildPackage('otp')
buildPackage('client')
buildSallyport()

function buildPackage(name: string): void {
  const staging = emptyStaging(name)
  compile(name)
  refuseSourcePaths(join(staging, 'dist'))
  copyIfThere(join(root, 'packages', name), staging, ['README.md'])
  const { exports, bin = {}, ...manifest } = publishedOf(`packages/${name}`)
  const programs = Object.entries(bin).map(([program, source]) => [program, `${compiledPath(source)}.js`])
  finish(staging, {
    ...manifest,
    ...(programs.length > 0 ? { bin: Object.fromEntries(programs) } : {}),
    exports: compiledEntries(exports),
    files: ['dist'],
  })
}

function buildSallyport(): void {
  const staging = emptyStaging('sallyport')
  node('build/web.ts')
  node('build/bundle.ts')
  refuseSourcePaths(join(root, 'dist/bundle'))
  compile('sallyport')
  copyIfThere(root, staging, ['README.md', 'bin', 'web/dist', 'dist/bundle'])
  const files = ['bin', 'dist', '!dist/bundle/made-from.json', 'web/dist', '!web/dist/.built-from']
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/bundle/index.js' } }
  finish(staging, { ...publishedOf('.'), exports, files })
}

function emptyStaging(name: string): string {
  const staging = join(dist, name)
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  return staging
}

/** TypeScript 7 is a program, not a library. */
function compile(name: string): void {
  node('node_modules/typescript/bin/tsc', '-p', `build/tsconfig.${name}.json`)
}

/** Imports are rewritten to .js; a path in any other text is not, and would be missing once published. */
function refuseSourcePaths(folder: string): void {
  const sourcePath = /(['"`])\.{1,2}\/[^'"`\n]*\.ts\1/
  for (const file of globSync('**/*.js', { cwd: folder })) {
    const found = sourcePath.exec(readFileSync(join(folder, file), 'utf8'))
    if (found)
      throw new Error(
        `${file} names ${found[0]}, which is not published: use import.meta.filename's extension`,
      )
  }
}

function copyIfThere(from: string, to: string, names: readonly string[]): void {
  for (const name of names) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true })
  }
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** What of a package.json concerns those who install the package. */
function publishedOf(folder: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
  const {
    scripts,
    devDependencies,
    workspaces,
    allowScripts,
    overrides,
    private: isPrivate,
    ...published
  } = manifest
  return published as Manifest
}

/** `./src/koa.ts` is `./dist/koa.js` once compiled, with its types beside it. */
function compiledEntries(exports: Manifest['exports']): object {
  const entries = Object.entries(exports).map(([name, source]) => {
    const compiled = compiledPath(source)
    return [name, { types: `${compiled}.d.ts`, default: `${compiled}.js` }]
  })
  return Object.fromEntries(entries)
}

function compiledPath(source: string): string {
  return source.replace(/^\.\/src\/(.+)\.ts$/, './dist/$1')
}

function finish(staging: string, manifest: object): void {
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  copyIfThere(root, staging, ['LICENSE'])
  npm('pack', staging, '--pack-destination', dist, '--loglevel', 'error')
}

function node(...args: readonly string[]): void {
  run(process.execPath, args)
}

function npm(...args: readonly string[]): void {
  run('npm', args)
}

/** What it has to say of a failure it has said itself. */
function run(command: string, args: readonly string[]): void {
  const shell = process.platform === 'win32' && command === 'npm'
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell })
  if (status !== 0) process.exit(1)
}
