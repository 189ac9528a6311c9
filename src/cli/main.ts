import { enableCompileCache } from 'node:module'
import { cacheFolder } from './cache-folder.ts'

// A reader that went away (`sallyport list | head -1`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
}

const folder = cacheFolder(process.argv.slice(2), process.env)
if (folder !== undefined) enableCompileCache(folder)

// Everything else is loaded after the cache is on.
const { runCommandLine } = await import('./run.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
