import Fastify from 'fastify'
import { answerWith, portOf } from '../kit/child.ts'
import { usage } from '../verify/contestant.ts'
import { durabilityOf } from '../verify/durability.ts'
import type { FactorAnswer, FactorRequest, Judge } from './contestant.ts'
import { type Examination, openExamination } from './examination.ts'
import type { Prepared, Sitting } from './sign-ins.ts'

let examination: Examination | undefined
let sittings: readonly Sitting[] = []

/**
 * Fastify with a handler that authenticates, reads and weighs nothing: it does the cryptography, and commits one row
 * where it is right, in a database with as many people, through the same group commit. What was asked it remembers.
 */
answerWith<FactorRequest, FactorAnswer>(async (request) => {
  if (request.type === 'usage') return usage()
  if (request.type === 'prepare') {
    sittings = examination?.sit(request.factor) ?? []
    return sittings.map((sitting) => prepared(sitting, request.judge))
  }
  examination = await openExamination(request)
  const { engine } = examination
  const app = Fastify()
  for (const judge of ['bare', 'library'] as const) {
    app.post<{ Params: { place: string }; Body: { proof: unknown } }>(
      `/${judge}/:place`,
      async ({ params, body }, reply) => {
        const sitting = sittings[Number(params.place)]
        const at = engine.storage.clock.now()
        if (!sitting || !(await isRight(judge, sitting, body.proof, at))) return reply.code(401).send()
        const { authenticatorId, accountId } = sitting.examinee
        const used = engine.authenticators.advance(
          { id: authenticatorId, version: 1, failures: neverFailed },
          { standing: 'proven', at, counter: undefined, data: undefined },
        )
        const outcome = await engine.storage.book({ statements: [used], locks: [authenticatorId] })
        return { accepted: outcome === 'booked', accountId, authenticatorId }
      },
    )
  }
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app.server), authorization: '', durable: await durabilityOf(engine.storage) }
})

const neverFailed = { proven: 0, provenAt: undefined, unproven: 0, unprovenAt: undefined }

async function isRight(
  judge: Exclude<Judge, 'engine'>,
  { examinee, turn }: Sitting,
  proof: unknown,
  at: number,
): Promise<boolean> {
  const given = { ...turn, proof }
  return judge === 'bare' ? examinee.isRight(given, at) : (await examinee.isRightByLibrary?.(given)) === true
}

function prepared({ turn, place }: Sitting, judge: Judge): Prepared {
  return {
    method: 'POST',
    path: `/${judge}/${place}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ proof: turn.proof }),
  }
}
