import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:net'

/** A process of its own that answers one request after the other. */
export interface Child<Request, Answer> {
  ask(request: Request): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a module that calls `answerWith`; contestants and load so never share a heap or an event loop. */
export function startChild<Request, Answer>(module: URL): Child<Request, Answer> {
  const child = fork(module, { execArgv: ['--no-warnings'], serialization: 'advanced' })
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`${module.pathname} ended with ${code}`)
  })
  ended.catch(() => undefined)

  return {
    async ask(request) {
      const replied = once(child, 'message') as Promise<[Reply<Answer>]>
      child.send({ request })
      const [reply] = await Promise.race([replied, ended])
      if ('answer' in reply) return reply.answer
      throw new Error(`${module.pathname}: ${reply.error}`)
    },
    async stop() {
      child.disconnect()
      await ended.catch(() => undefined)
    },
  }
}

type Reply<Answer> = { readonly answer: Answer } | { readonly error: string }

/** The other end: answers until the parent hangs up, then ends. */
export function answerWith<Request, Answer>(answer: (request: Request) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ request }: { request: Request }) => {
    try {
      process.send?.({ answer: await answer(request) })
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}

/** The port that the system chose. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.')
  return address.port
}
