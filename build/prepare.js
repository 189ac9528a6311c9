// Plain JavaScript: with npm 9.2 it runs on the system's Node, which may be too old for anything else here.
import { spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { carriedNode } from '../bin/carried-node.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const carried = carriedNode(root)
if (carried) link(carried)
for (const script of ['web.ts', 'bundle.ts']) run(carried || process.execPath, join(root, 'build', script))

/**
 * Where npm's scripts look first. npm 9.2, which Debian 12 has, takes the link away again together with the packages
 * for other platforms.
 */
function link(node) {
  const folder = join(root, 'node_modules', '.bin')
  const place = join(folder, 'node')
  if (process.platform !== 'win32' && !existsSync(place)) symlinkSync(relative(folder, node), place)
}

function run(node, script) {
  const { status } = spawnSync(node, [script], { stdio: 'inherit' })
  if (status !== 0) process.exit(status || 1)
}
