import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { accessRequest } from '../../test/radius/request.fixture.ts'
import { answerWith } from '../kit/child.ts'
import { codeOf, hasFreshCode, nameOf } from '../verify/people.ts'

/** One turn: as many requests as fit into its time, each for another person, each with a right code. */
export interface Turn {
  readonly port: number
  readonly secret: string
  readonly people: readonly number[]
  readonly milliseconds: number
}

export interface TurnResult {
  readonly done: number
  /** Answers that were no yes, and questions without one: a figure with any is none. */
  readonly others: readonly string[]
  readonly seconds: number
}

/** Clients at once, each of which waits for its answer before it asks again. */
const clients = 64
const patience = 5_000
const accept = 2

answerWith<Turn, TurnResult>(async ({ port, secret, people, milliseconds }) => {
  const at = Date.now()
  const packets = people
    .filter((person) => hasFreshCode(person, at))
    .map((person) => accessRequest({ secret, name: nameOf(person), typed: codeOf(person, at) }))
  let [next, done] = [0, 0]
  const others: string[] = []
  const start = performance.now()

  async function work(): Promise<void> {
    const socket = createSocket('udp4')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    for (let packet = packets[next++]; packet; packet = packets[next++]) {
      if (performance.now() - start >= milliseconds) break
      const code = (await ask(socket, packet))?.[0]
      if (code === accept) done++
      else others.push(code === undefined ? 'silence' : `code ${code}`)
    }
    socket.close()
  }
  await Promise.all(Array.from({ length: clients }, work))
  return { done, others, seconds: (performance.now() - start) / 1000 }
})

function ask(socket: Socket, packet: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), patience)
    socket.once('message', (answer) => {
      clearTimeout(late)
      resolve(answer)
    })
    socket.send(packet)
  })
}
