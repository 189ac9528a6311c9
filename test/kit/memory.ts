import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Linux keeps it in memory; containers often make it so small that nothing fits. */
const memory = '/dev/shm'
const room = 2 ** 32

/** Where tests keep what they soon throw away: a folder in memory where there is room, else the usual one. */
export const quickFolder = hasRoom() ? memory : tmpdir()

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize >= room
  } catch {
    return false
  }
}
