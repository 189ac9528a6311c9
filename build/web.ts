/** Builds the web pages into web/dist where Vite is at hand and their sources have changed. Run by `prepare` and `prestart`. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFolder, viteIsInstalled } from './vite.ts'

const root = join(import.meta.dirname, '..')
const pages = join(root, 'web/dist')
const mark = join(pages, '.built-from')

const sources = ['web/**/*', 'src/factors/*/web/**/*', 'src/factors/*/{messages,guide,schema}.ts']
const notSources = ['web/dist/**', 'web/dev/**', '**/node_modules/**', '**/*.test.ts', '**/*.test.tsx']

await buildWeb()

async function buildWeb(): Promise<void> {
  if (!existsSync(join(root, 'web/vite.config.ts')) || !viteIsInstalled()) return
  const hash = hashOfSources()
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return

  const fresh = join(root, `dist/web-${process.pid}`)
  await runVite(fresh)
  writeFileSync(join(fresh, '.built-from'), hash)
  replaceFolder(pages, fresh)
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const file of filesOfPages())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function filesOfPages(): string[] {
  const entries = globSync(sources, { cwd: root, exclude: notSources, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const relative = files.map((file) => file.slice(root.length + 1).replaceAll('\\', '/'))
  return [...relative, 'package-lock.json'].sort()
}

async function runVite(outDir: string): Promise<void> {
  process.env.NODE_ENV ??= 'production'
  const { build } = await import('vite')
  await build({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}
