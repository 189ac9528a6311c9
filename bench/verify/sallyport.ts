import { createHttp } from '../../src/server/http.ts'
import { answerWith, portOf } from '../kit/child.ts'
import { type ContestantRequest, movingClock, type Started, type Usage, usage } from './contestant.ts'
import { durabilityOf } from './durability.ts'
import { openBenchEngine } from './open.ts'
import { issueKey, populate } from './populate.ts'

const clock = movingClock()

/** The product, as its server composes it, with so many people in its database. */
answerWith<ContestantRequest, Started | Usage>(async (request) => {
  if (request.type === 'usage') {
    clock.move(request.shift)
    return usage()
  }
  const engine = await openBenchEngine(request.database, clock)
  await populate(engine, request.people)
  const token = await issueKey(engine)
  const { app } = await createHttp({ engine, pages: import.meta.dirname, trustedProxies: [] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    port: portOf(app.server),
    authorization: `Bearer ${token}`,
    durable: await durabilityOf(engine.storage),
  }
})
