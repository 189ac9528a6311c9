import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { DoorDeps } from '../protocol.ts'
import { serve } from './serve.ts'
import { openWaitingRoom } from './waiting-room.ts'

const deps = { tallies: { count: () => undefined } } as unknown as DoorDeps

/** What this server is, asked by nobody. */
const ask = Buffer.from(
  '302502010163200400 0a01000a0100020100020100010100 870b6f626a656374436c617373 3000'.replaceAll(' ', ''),
  'hex',
)

/** A connection whose other end takes nothing. */
function deaf() {
  const written: Buffer[] = []
  let timedOut = (): void => undefined
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer) {
      written.push(chunk)
    },
  })
  const socket = Object.assign(stream, {
    setNoDelay: () => socket,
    setTimeout(_: number, run?: () => void) {
      if (run) timedOut = run
      return socket
    },
  }) as unknown as Socket
  return { socket, stream, written, timeOut: () => timedOut() }
}

test('A-118: who takes no answers is given one, and gone once time is over', async () => {
  const { socket, stream, written, timeOut } = deaf()
  serve(deps, socket, openWaitingRoom())
  for (let count = 0; count < 100; count++) stream.push(ask)
  for (let count = 0; count < 1_000; count++) await turn()
  assert.match(String(written[0]), /Sallyport/)
  assert.equal(stream.writableLength, written[0]?.length, 'and nothing waits behind it')
  timeOut()
  assert.equal(stream.destroyed, true)
})
