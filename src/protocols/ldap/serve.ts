import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Malformed } from '../../kernel/ber.ts'
import type { Places } from '../../kernel/places.ts'
import type { DoorDeps } from '../protocol.ts'
import { answerTo } from './answer.ts'
import { type Bound, nobody } from './bind.ts'
import { noticeOfDisconnection, type Request, results } from './message.ts'
import { openRequests } from './requests.ts'

/** Milliseconds for which a connection may say nothing, or take nothing: one that has shown nothing yet, and others. */
const idleStranger = 30_000
const idle = 10 * 60_000

/** Wrong names and passwords on one connection, and milliseconds by which each of them makes it wait. */
const mostRefused = 10
const pause = 1_000

export interface Served {
  /** Resolves once what is in hand was answered, and waits for nobody any more; nothing after it is taken up. */
  settled(): Promise<void>
}

/** What is being answered. */
interface InHand {
  readonly id: number
  readonly answered: Promise<void>
  readonly gone: AbortController
}

/**
 * One connection: one operation after the other, so that none is answered for somebody whom another has just bound. What
 * comes meanwhile waits, and none of it is taken up before its asker has taken the last answer. It ends with the first
 * thing that is no message.
 */
export function serve(deps: DoorDeps, socket: Socket, room: Places): Served {
  const { remoteAddress: address = 'unknown' } = socket
  let bound: Bound = nobody
  let refused = 0
  let inHand: InHand | undefined
  let over = false

  async function work(requests: AsyncIterable<Request>): Promise<void> {
    for await (const request of requests) {
      if (over) return
      if (request.operation.kind === 'unbind') return
      const gone = new AbortController()
      inHand = { id: request.id, gone, answered: answer(request, gone.signal) }
      await inHand.answered
    }
  }

  /** Who gives up what is in hand waits for nothing more. */
  function hear({ operation }: Request): void {
    const givesUp = operation.kind === 'abandon' && operation.of === inHand?.id
    if (givesUp || operation.kind === 'unbind') inHand?.gone.abort()
  }

  async function answer(request: Request, gone: AbortSignal): Promise<void> {
    socket.setTimeout(0)
    const answered = await answerTo(deps, request, bound, { address, gone, room })
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
  socket.once('close', () => inHand?.gone.abort())
  work(socket.pipe(openRequests(hear))).then(() => socket.end(), fail)
  return {
    async settled() {
      over = true
      inHand?.gone.abort()
      await inHand?.answered.catch(() => undefined)
    },
  }
}

/** Until its asker has taken it, or is gone. */
function taken(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}
