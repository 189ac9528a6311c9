/** Bundles what starts and what is embedded into dist/bundle, where Vite is at hand and a source has changed. Run by `prepare` and `prestart`. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'
import { replaceFolder, viteIsInstalled } from './vite.ts'

const root = join(import.meta.dirname, '..')
const bundle = join(root, 'dist/bundle')
/** Each file that the bundle was made from, and when that was changed. `bin/sallyport.js` looks here, too. */
const record = 'made-from.json'

const entries = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  worker: 'src/storage/sqlite/worker.ts',
  lane: 'src/audit/lane.ts',
}

/** What npm writes whenever it installs something. */
const installed = 'node_modules/.package-lock.json'

/** Not carried along: native, loaded when first needed, or not at all. */
const apart = [
  ...['@node-rs/argon2', 'sharp', 'pg'],
  ...['@clack/prompts', 'nodemailer', 'pino', 'prom-client', 'qr', 'yaml'],
  ...['openpgp', '@zip.js/zip.js', 'ldapts'],
  ...['oidc-provider', 'openid-client', 'xml-crypto', '@xmldom/xmldom'],
  ...['@zxcvbn-ts/core', '@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en'],
  // Fastify would load these for routes with JSON schemas, and for injected requests; the server has neither.
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'],
]

/**
 * Spells out what Latin-1 does not have: of a file with one such character V8 keeps two bytes for each of all its
 * characters *(4 MiB of what an idle server holds)*. Two escapes are one character in texts and in regular
 * expressions, too.
 */
const inLatin: Plugin = {
  name: 'in-latin',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = escaped(chunk.code)
  },
}

await buildBundle()

async function buildBundle(): Promise<void> {
  if (!existsSync(join(root, entries.main)) || !viteIsInstalled() || isFresh()) return
  const fresh = join(root, `dist/bundle-${process.pid}`)
  const sources = await runVite(fresh)
  writeFileSync(join(fresh, record), JSON.stringify(timesOf(sources), undefined, 1))
  replaceFolder(bundle, fresh)
}

function isFresh(): boolean {
  if (!existsSync(join(bundle, record))) return false
  const made: Readonly<Record<string, number>> = JSON.parse(readFileSync(join(bundle, record), 'utf8'))
  return Object.entries(made).every(
    ([file, time]) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs === time,
  )
}

/** Flat, so that a path such as `../../web/dist` means from there what it means in `src/<folder>`. Tells the sources. */
async function runVite(outDir: string): Promise<readonly string[]> {
  const { build } = await import('vite')
  const output = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: apart },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      sourcemap: true,
      license: { fileName: 'LICENSES.md' },
      copyPublicDir: false,
      rolldownOptions: {
        input: entries,
        plugins: [inLatin],
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', comments: false },
      },
    },
  })
  const chunks = [output].flat().flatMap((part) => ('output' in part ? part.output : []))
  return chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
}

function escaped(code: string): string {
  return code.replaceAll(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function timesOf(modules: readonly string[]): Readonly<Record<string, number>> {
  const ours = modules.filter((file) => file.startsWith(root) && !file.includes('node_modules'))
  const files = [...ours.map((file) => relative(root, file)), 'build/bundle.ts', installed].sort()
  return Object.fromEntries(files.map((file) => [file, statSync(join(root, file)).mtimeMs]))
}
