import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { openFraming } from '../../kernel/ber.ts'
import { type PageEnd, pageEndIn } from './paging.ts'
import { requireSound } from './sound.ts'

/** Bytes of one message: a group of a hundred thousand people. */
const longest = 16 * 1024 * 1024

/** What a server may still say, and how what it said last came to an end. */
export interface Meter {
  /** Bytes. */
  left: number
  /** Of the last search; undefined before the first one is over. */
  ended: PageEnd | undefined
}

/** A connection as the library has it, and the socket below. */
export interface WholeMessages extends Duplex {
  /** Hands the socket over, to be encrypted; nothing of it is read here any more. */
  release(): Socket
}

/**
 * A connection that hands over one whole and sound message at a time: the library reads what comes together by calling
 * itself, so that a server which sends enough at once would end the process. It ends with the first thing that is no
 * message, and with more than `meter` has left. `opened`: the event of the socket that says so, told on.
 */
export function wholeMessages(
  socket: Socket,
  opened: 'connect' | 'secureConnect',
  meter: Meter,
): WholeMessages {
  const framing = openFraming(longest)
  const stream = new Duplex({
    readableObjectMode: true,
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  const take = (chunk: Buffer): void => {
    meter.left -= chunk.length
    try {
      if (meter.left < 0) throw new Error('The server says more than was asked for.')
      for (const message of framing.take(chunk)) {
        requireSound(message)
        meter.ended = pageEndIn(message) ?? meter.ended
        if (!stream.push(message)) socket.pause()
      }
    } catch (error) {
      stream.destroy(error as Error)
    }
  }
  const fail = (error: Error): void => void stream.destroy(error)
  const end = (): void => void stream.push(null)
  const close = (): void => void stream.destroy()
  socket.once(opened, () => stream.emit(opened))
  socket.on('data', take).on('error', fail).on('end', end).on('close', close)
  return Object.assign(stream, {
    release() {
      socket.off('data', take).off('error', fail).off('end', end).off('close', close)
      return socket
    },
  })
}
