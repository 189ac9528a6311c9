import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { checkPromises } from './checker.ts'
import { inhabit, newHome, serve, startLoad, statusAt } from './served.ts'

const namespaces = spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0

test('F-04: a server whose real disk fills up under load refuses with 503, and recovers when there is room', {
  timeout: 110_000,
}, async (context: TestContext) => {
  if (!namespaces) return context.skip('absent: a disk of its own takes root and unshare')
  const home = await newHome(context)
  const disk = { ...home, data: `${home.data}-disk`, database: `${home.data}-disk/sallyport.db` }
  mkdirSync(disk.data)
  context.after(() => rmSync(disk.data, { recursive: true, force: true }))
  const inhabitants = await inhabit(home, 5)
  const served = await serve(disk, ['unshare', '-m', 'sh', '-c', onOwnDisk, home.data, disk.data])
  await until(() => served.output().includes('set-up#'), 'it did not start')
  const ballast = join(`/proc/${served.process.pid}/root`, disk.data, 'ballast')
  const load = startLoad(disk, inhabitants, 4)
  let ended: number | string = 'not yet'
  try {
    for (const size of [256 * 1024, 4 * 1024]) fillUp(ballast, size)
    const full = () => load.exchanges.some(({ status }) => status === 503)
    await until(full, 'nothing was refused for want of space')
    assert.equal(await statusAt(disk, '/health/live'), 200)
    rmSync(ballast)
    const before = load.exchanges.length
    const served = () => load.exchanges.slice(before).some(({ status }) => status === 200)
    await until(served, 'it did not come back')
  } finally {
    await load.stop()
    ended = await served.end('SIGTERM')
  }
  assert.equal(ended, 0, served.output())
  await checkPromises(home, load.exchanges)
})

/** A small disk that only the server sees, with a copy of the data on it; what it left is copied back at the end. */
const onOwnDisk = `
from="$0"; disk="$1"; shift
mount -t tmpfs -o size=12m,mode=0700 tmpfs "$disk" && cp -a "$from/." "$disk/"
"$@" &
server=$!
trap 'kill -TERM $server' TERM
wait $server
wait $server
code=$?
cp -a "$disk/." "$from/"
exit $code
`

/** Appends to a file until the disk takes no more. */
function fillUp(file: string, size: number): void {
  for (let times = 0; times < 100; times++) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      return
    }
  }
}

async function until(holds: () => boolean, why: string): Promise<void> {
  const ends = performance.now() + 30_000
  while (!holds()) {
    assert.ok(performance.now() < ends, why)
    await pause(50)
  }
}
