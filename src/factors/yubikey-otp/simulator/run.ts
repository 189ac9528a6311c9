import { z } from 'zod'
import { invalidInput } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import { simulatorMark } from '../../../kernel/simulator-mark.ts'
import { batchCount, type Shelf, type Typed, type Workbench } from '../../simulator.ts'
import { newKey, typedBy } from './virtual-key.ts'

const options = z.strictObject({
  csv: z.string().min(1).optional(),
  batch: batchCount.optional(),
  unplug: z.boolean().default(false),
})

const kept = z.strictObject({
  serial: z.int().min(1),
  publicId: z.string(),
  privateId: z.string(),
  key: z.string(),
  /** How often it was plugged in, and touched since. */
  powerUp: z.int().min(0).max(0x7fff),
  touch: z.int().min(0).max(0xff),
})
type Kept = z.infer<typeof kept>

/** A key counts so many touches before it must be plugged in anew, and its clock ticks eight times a second. */
const mostTouches = 255
const ticksPerTouch = 8

/** `sim yubikey`: programs keys, or touches one. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { csv, batch, unplug } = parseWith(options, typed)
  const shelf = workbench.shelf('yubikey', kept)
  if (csv !== undefined || batch !== undefined) return program(workbench, shelf, { csv, batch })
  if (name === undefined) return showKeys(workbench, shelf)
  const key = touched(shelf.find(name), unplug)
  shelf.put(name, key)
  const otp = typedBy(key, { ...key, ticks: key.touch * ticksPerTouch }, workbench.random)
  workbench.show.result({ publicId: key.publicId, otp })
  workbench.show.line(otp)
}

function touched(key: Kept, unplug: boolean): Kept {
  const plugged = unplug || key.powerUp === 0 || key.touch === mostTouches
  return plugged ? { ...key, powerUp: key.powerUp + 1, touch: 1 } : { ...key, touch: key.touch + 1 }
}

function program(
  workbench: Workbench,
  shelf: Shelf<Kept>,
  { csv, batch = 1 }: { readonly csv: string | undefined; readonly batch: number | undefined },
): void {
  if (csv === undefined) throw invalidInput([{ path: '--csv', message: 'Say which file the keys go to' }])
  const known = shelf.names().length
  const keys = Array.from({ length: batch }, (_, index): Kept => {
    return { serial: known + index + 1, ...newKey(workbench.random), powerUp: 0, touch: 0 }
  })
  workbench.save(csv, fileOf(keys, workbench.clock.now()), false)
  for (const key of keys) shelf.put(key.publicId, key)
  const publicIds = keys.map(({ publicId }) => publicId)
  workbench.show.result({ file: csv, publicIds })
  for (const publicId of publicIds) workbench.show.line(publicId)
  workbench.show.note(`${csv} holds their secrets, to be imported. Delete it after that.`)
}

/** As ykman writes it: serial number, public id, private id, AES key, access code, time. */
function fileOf(keys: readonly Kept[], at: number): string {
  const time = new Date(at).toISOString().slice(0, 19)
  const lines = keys.map(({ serial, publicId, privateId, key }) =>
    [serial, publicId, privateId, key, '', time, ''].join(','),
  )
  return [`# ${simulatorMark}`, ...lines, ''].join('\n')
}

function showKeys({ show }: Workbench, shelf: Shelf<Kept>): void {
  const items = shelf.names().map((name) => {
    const { serial, publicId, powerUp, touch } = shelf.find(name)
    return { serial, publicId, powerUp, touch }
  })
  show.result({ items })
  show.table(
    ['PUBLIC ID', 'SERIAL', 'PLUGGED IN', 'TOUCHED SINCE'],
    items.map(({ serial, publicId, powerUp, touch }) => [
      publicId,
      String(serial),
      String(powerUp),
      String(touch),
    ]),
  )
}
