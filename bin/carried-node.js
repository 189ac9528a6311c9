// Plain JavaScript that Node 12 still parses, as the command itself.
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The Node that `npm ci` put below `root`; never the one that runs already, or we would start ourselves for ever. */
export function carriedNode(root) {
  const candidates = [join(root, 'node_modules', '.bin', 'node'), ...platformNodes()]
  const running = realpathSync(process.execPath)
  return candidates.find((path) => existsSync(path) && realpathSync(path) !== running)
}

function platformNodes() {
  const name = { win32: 'win', darwin: 'darwin', linux: 'linux' }[process.platform]
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const packages = [`node-${name}-${process.arch}`, `node-bin-${name}-${process.arch}`]
  return packages.map((name) => resolved(`${name}/${file}`)).filter(Boolean)
}

function resolved(path) {
  try {
    return createRequire(import.meta.url).resolve(path)
  } catch (_) {
    return undefined
  }
}
