import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStage } from './stage.ts'

/** `npm run demo`: everything in a temporary folder, one URL, nothing left behind. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-demo-'))
  const pages = fileURLToPath(new URL('../web/dist', import.meta.url))
  const stage = await openStage({ folder, pages })

  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= stage.close().finally(() => rmSync(folder, { recursive: true, force: true }))
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)))
  }
  process.stdout.write(`\n  The demo is ready. Open this in a browser:\n\n    ${stage.url}\n\n`)
  process.stdout.write('  Everything lives in a temporary folder and is gone when you press Ctrl+C.\n\n')
}

await main()
