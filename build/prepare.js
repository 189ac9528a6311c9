// Plain JavaScript: with npm 9.2 it runs on the system's Node, which may be too old for anything else here.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { carriedNode } from '../bin/carried-node.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const here = {
  os: process.platform,
  cpu: process.arch,
  libc: process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl',
}
const carried = carriedNode(root)
if (carried) {
  if (process.env.npm_execpath && leftOut()) complete(carried, process.env.npm_execpath)
  link(carried)
}
for (const script of ['web.ts', 'bundle.ts']) run(carried || process.execPath, [join(root, 'build', script)])

/**
 * Whether binaries for this platform are missing. npm leaves those out which are too new for the Node that it runs on,
 * and says nothing.
 */
function leftOut() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.keys(packages).some((path) => isForHere(packages[path]) && !existsSync(join(root, path)))
}

function isForHere({ optional, os, cpu, libc }) {
  const lists = (list, name) => !list || [].concat(list).includes(name)
  return optional && os && lists(os, here.os) && lists(cpu, here.cpu) && lists(libc, here.libc)
}

/** Has npm bring what it has left out, on the Node that it was brought for. */
function complete(node, npm) {
  run(node, [npm, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'])
}

/**
 * Where npm's scripts look first. npm 9.2, which Debian 12 has, takes the link away again together with the packages
 * for other platforms.
 */
function link(node) {
  const folder = join(root, 'node_modules', '.bin')
  const place = join(folder, 'node')
  if (process.platform !== 'win32' && !existsSync(place)) symlinkSync(relative(folder, node), place)
}

function run(node, args) {
  const { status } = spawnSync(node, args, { stdio: 'inherit', cwd: root })
  if (status !== 0) process.exit(status || 1)
}
