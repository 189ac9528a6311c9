import { createHttp } from '../../src/server/http.ts'
import { answerWith, portOf } from '../kit/child.ts'
import { usage } from '../verify/contestant.ts'
import { durabilityOf } from '../verify/durability.ts'
import type { FactorAnswer, FactorRequest } from './contestant.ts'
import { type Examination, openExamination } from './examination.ts'
import { prepareSignIns } from './sign-ins.ts'

let examination: Examination | undefined

/** The product, as its server composes it. */
answerWith<FactorRequest, FactorAnswer>(async (request) => {
  if (request.type === 'usage') return usage()
  if (request.type === 'prepare') {
    if (!examination) throw new Error('Nobody has started.')
    return prepareSignIns(examination.engine, request.factor, examination.sit(request.factor))
  }
  examination = await openExamination(request)
  const { engine } = examination
  const { app } = await createHttp({ engine, pages: import.meta.dirname, trustedProxies: ['127.0.0.1'] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app.server), authorization: '', durable: await durabilityOf(engine.storage) }
})
