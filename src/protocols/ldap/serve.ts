import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { DoorDeps } from '../protocol.ts'
import { answerTo } from './answer.ts'
import { Malformed, openFraming } from './ber.ts'
import { type Bound, nobody } from './bind.ts'
import { noticeOfDisconnection, type Request, readRequest, results } from './message.ts'

/** Milliseconds for which a connection may say nothing, or take nothing: one that has shown nothing yet, and others. */
const idleStranger = 30_000
const idle = 10 * 60_000

/** Wrong names and passwords on one connection, and milliseconds by which each of them makes it wait. */
const mostRefused = 10
const pause = 1_000

export interface Served {
  /** Resolves once what is in hand was answered; nothing after it is taken up. */
  settled(): Promise<void>
}

/**
 * One connection: one operation after the other, so that none is answered for somebody whom another has just bound. No
 * more is read while one is in hand, and none is taken up before its asker has taken the last answer. It ends with the
 * first thing that is no message.
 */
export function serve(deps: DoorDeps, socket: Socket): Served {
  const { remoteAddress: address = 'unknown' } = socket
  const framing = openFraming()
  let bound: Bound = nobody
  let refused = 0
  let inHand: Promise<void> | undefined
  let over = false

  async function work(): Promise<void> {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const bytes of framing.take(chunk)) {
        if (over) return
        const request = readRequest(bytes)
        if (request.operation.kind === 'unbind') return void socket.end()
        inHand = answer(request)
        await inHand
      }
    }
  }

  async function answer(request: Request): Promise<void> {
    const answered = await answerTo(deps, request, bound, address)
    bound = answered.bound
    socket.setTimeout(bound.by === 'nobody' ? idleStranger : idle)
    if (request.operation.kind === 'bind' && request.operation.name !== '' && bound.by === 'nobody') {
      await wait(pause, undefined, { ref: false })
      if (++refused >= mostRefused) over = true
    }
    await taken(socket, Buffer.concat(answered.answers))
    if (refused >= mostRefused) socket.end()
  }

  function fail(error: unknown): void {
    if (error instanceof Malformed) {
      socket.end(noticeOfDisconnection({ code: results.protocolError, says: error.message }))
      return
    }
    if (!socket.destroyed) deps.logger.error({ err: error }, 'An LDAP connection failed.')
    socket.destroy()
  }

  socket.setNoDelay(true)
  socket.setTimeout(idleStranger, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  work().catch(fail)
  return {
    async settled() {
      over = true
      await inHand?.catch(() => undefined)
    },
  }
}

/** Until its asker has taken it, or is gone. */
function taken(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}
