import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { cacheFolder } from './cache-folder.ts'

// A reader that went away (`sallyport list | head -1`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
}

const folder = cacheFolder(process.argv.slice(2), process.env)
if (folder !== undefined) enableCompileCache(folder)

// Loading makes garbage once. The young generation stays as small as it began until `serve` has work for it.
setFlagsFromString('--semi-space-growth-factor=1')

// Everything else is loaded after the cache is on.
const { runCommandLine } = await import('./run.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
