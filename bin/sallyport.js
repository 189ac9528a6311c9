#!/usr/bin/env node
// Plain JavaScript that Node 12 still parses: it must run far enough to find the Node that Sallyport needs.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { carriedNode } from './carried-node.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '')

if (isAtLeast(process.versions.node, needed)) runHere()
else runInCarriedNode()

function runHere() {
  const sources = join(root, 'src', 'cli', 'main.ts')
  const bundle = join(root, 'dist', 'bundle')
  const start = existsSync(sources) && !isFresh(bundle) ? sources : join(bundle, 'main.js')
  import(pathToFileURL(start).href)
}

/** No file that the bundle was made from has changed since: what runs is always what stands in the sources. */
function isFresh(bundle) {
  try {
    const times = JSON.parse(readFileSync(join(bundle, 'made-from.json'), 'utf8'))
    return Object.keys(times).every((file) => statSync(join(root, file)).mtimeMs === times[file])
  } catch (_) {
    return false
  }
}

function runInCarriedNode() {
  const node = carriedNode(root)
  if (node) forwardTo(() => spawn(node, process.argv.slice(1), { stdio: 'inherit' }))
  else refuse()
}

function refuse() {
  console.error(
    `Sallyport needs Node.js ${needed} or newer; this is ${process.versions.node}, and none is installed beside it.`,
  )
  process.exitCode = 2
}

function forwardTo(start) {
  let child
  // Before it starts: it may be ready for a signal sooner than we are.
  for (const signal of forwardedSignals()) process.on(signal, () => child.kill(signal))
  child = start()
  child.on('error', (error) => {
    console.error(`Sallyport could not start ${child.spawnfile}: ${error.message}`)
    process.exitCode = 2
  })
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : code)
  })
}

/** On a terminal, Ctrl+C reaches the child by itself; a second one would look like impatience. */
function forwardedSignals() {
  if (process.stdin.isTTY) process.on('SIGINT', () => {})
  const always = ['SIGTERM', 'SIGHUP', 'SIGUSR2']
  return process.stdin.isTTY ? always : [...always, 'SIGINT']
}

function isAtLeast(version, minimum) {
  const [major, minor] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = minimum.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
