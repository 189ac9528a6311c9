import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { DoorDeps } from '../protocol.ts'
import { answerTo } from './answer.ts'
import { Malformed, openFraming } from './ber.ts'
import { type Bound, nobody } from './bind.ts'
import { noticeOfDisconnection, type Request, readRequest, results } from './message.ts'

/** Milliseconds for which a connection may say nothing: one that has shown nothing yet, and others. */
const idleStranger = 30_000
const idle = 10 * 60_000

/** Messages that wait for the ones before them. */
const mostWaiting = 64

/** Wrong names and passwords on one connection, and milliseconds by which each of them makes it wait. */
const mostRefused = 10
const pause = 1_000

export interface Served {
  /** Resolves once what is in hand was answered. */
  settled(): Promise<void>
}

/**
 * One connection: one operation after the other, so that none is answered for somebody whom another has just bound. It
 * ends with the first thing that is no message.
 */
export function serve(deps: DoorDeps, socket: Socket): Served {
  const { remoteAddress: address = 'unknown' } = socket
  const framing = openFraming()
  let waiting: Request[] = []
  let bound: Bound = nobody
  let refused = 0
  let running: Promise<void> | undefined

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !socket.destroyed; next = waiting.shift()) {
      if (next.operation.kind === 'unbind') return void socket.end()
      await answer(next)
      if (waiting.length < mostWaiting) socket.resume()
    }
  }

  async function answer(request: Request): Promise<void> {
    const answered = await answerTo(deps, request, bound, address)
    bound = answered.bound
    socket.setTimeout(bound.by === 'nobody' ? idleStranger : idle)
    if (request.operation.kind === 'bind' && request.operation.name !== '' && bound.by === 'nobody') {
      await wait(pause, undefined, { ref: false })
      if (++refused >= mostRefused) waiting = []
    }
    for (const bytes of answered.answers) socket.write(bytes)
    if (refused >= mostRefused) socket.end()
  }

  function take(chunk: Buffer): void {
    waiting.push(...framing.take(chunk).map(readRequest))
    if (waiting.length >= mostWaiting) socket.pause()
    running ??= work()
      .catch((err: unknown) => {
        deps.logger.error({ err }, 'An LDAP connection failed.')
        socket.destroy()
      })
      .finally(() => {
        running = undefined
      })
  }

  socket.setNoDelay(true)
  socket.setTimeout(idleStranger, () => socket.destroySoon())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    try {
      take(chunk)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      waiting = []
      socket.end(noticeOfDisconnection({ code: results.protocolError, says: error.message }))
      socket.pause()
    }
  })
  return { settled: async () => running }
}
