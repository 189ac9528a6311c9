import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { canonicalName } from '../../src/accounts/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { listenForRadius } from '../../src/protocols/radius/server.ts'
import { radiusKind } from '../../src/protocols/radius/settings.ts'
import { answerWith } from '../kit/child.ts'
import { durabilityOf } from '../verify/durability.ts'
import { openBenchEngine } from '../verify/open.ts'
import { populate } from '../verify/populate.ts'

export interface Opened {
  readonly port: number
  readonly secret: string
  /** Whether a commit is on disk before it is acknowledged. */
  readonly durable: boolean
}

/** The product with so many people in its database, asked for the code alone. */
answerWith<{ readonly database: string; readonly people: number }, Opened>(async ({ database, people }) => {
  const engine = await openBenchEngine(database, systemClock)
  await populate(engine, people)
  const name = canonicalName('VPN')
  if (!name.valid) throw new Error('VPN is no name.')
  const { application, statement } = engine.applications.create({ name })
  const secret = engine.doors.secrets.create({ applicationId: application.id, kind: radiusKind })
  const set = engine.doors.set(application.id, radiusKind.id, { networks: ['127.0.0.1'], mode: 'code' })
  await engine.storage.book({ statements: [statement, secret.statement, set], locks: [] })
  const port = await freePort()
  await listenForRadius(engine, { host: '127.0.0.1', port })
  return { port, secret: secret.text, durable: await durabilityOf(engine.storage) }
})

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}
