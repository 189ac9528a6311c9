import Fastify from 'fastify'
import type { Authenticator } from '../../src/authenticators/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type Id, newId } from '../../src/kernel/ids.ts'
import { answerWith, portOf } from '../kit/child.ts'
import { type ContestantRequest, movingClock, type Started, type Usage, usage } from './contestant.ts'
import { durabilityOf } from './durability.ts'
import { openBenchEngine } from './open.ts'
import { populate } from './populate.ts'

/** What is known of a person without asking the database: the handler reads nothing. */
interface Known {
  readonly accountId: Id<'account'>
  readonly authenticatorId: Id<'authenticator'>
  version: number
}

const counterFrom = 1_000_000

const clock = movingClock()

/**
 * Fastify with a handler that authenticates, reads and judges nothing: it commits the very rows that an accepted code
 * commits, in a database with as many people, through the same group commit.
 */
answerWith<ContestantRequest, Started | Usage>(async (request) => {
  if (request.type === 'usage') {
    clock.move(request.shift)
    return usage()
  }
  const engine = await openBenchEngine(request.database, clock)
  await populate(engine, request.people)
  const people = await knownPeople(engine)
  const insertCompletion = completionInsert(engine)
  const data = new Uint8Array(sealedLength)

  const app = Fastify()
  app.post<{ Body: { account: string; code: string } }>('/api/v1/verify', async ({ body, ip }) => {
    const known = people.get(body.account)
    if (!known) return { accepted: false }
    const { accountId, authenticatorId } = known
    const at = engine.storage.clock.now()
    const id = newId<'completion'>({ clock: engine.storage.clock, random: engine.random })
    const outcome = await engine.storage.book({
      statements: [
        engine.accounts.expectActiveEpoch(accountId, 1),
        engine.authenticators.advance(rowOf(known), {
          standing: 'unproven',
          at,
          counter: BigInt(counterFrom + known.version++),
          data,
        }),
        insertCompletion({ id, accountId, at }),
      ],
      events: [
        {
          at,
          event: 'verify.accepted',
          outcome: 'accepted',
          actor: accountId,
          accountId,
          authenticatorId,
          source: ip,
        },
      ],
      locks: [accountId, authenticatorId],
    })
    return { accepted: outcome === 'booked', completionId: id, accountId, authenticatorId }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    port: portOf(app.server),
    authorization: 'Bearer bare',
    durable: await durabilityOf(engine.storage),
  }
})

/** As long as a sealed TOTP authenticator. */
const sealedLength = 210

function rowOf({ authenticatorId, version }: Known): Pick<Authenticator, 'id' | 'version' | 'failures'> {
  const failures = { proven: 0, provenAt: undefined, unproven: 0, unprovenAt: undefined }
  return { id: authenticatorId, version, failures }
}

interface Tables {
  accounts: { id: string; name: string }
  authenticators: { id: string; account_id: string }
  completions: Record<string, string | number>
}

async function knownPeople(engine: Engine): Promise<ReadonlyMap<string, Known>> {
  const rows = await engine.storage
    .tables<Tables>()
    .selectFrom('accounts')
    .innerJoin('authenticators', 'authenticators.account_id', 'accounts.id')
    .select(['accounts.name', 'accounts.id as account', 'authenticators.id as authenticator'])
    .execute()
  return new Map(
    rows.map((row) => [
      row.name,
      {
        accountId: row.account as Id<'account'>,
        authenticatorId: row.authenticator as Id<'authenticator'>,
        version: 1,
      },
    ]),
  )
}

function completionInsert(engine: Engine) {
  return engine.storage.statement<{ id: string; accountId: string; at: number }, Tables>(
    ({ id, accountId, at }, db) =>
      db.insertInto('completions').values({
        id,
        attempt_id: id,
        account_id: accountId,
        application_id: accountId,
        purpose: 'verify',
        epoch: 1,
        policy_version: '1',
        assurance: 1,
        amr: '["otp"]',
        factors: '["totp"]',
        authenticated_at: at,
        created_at: at,
      }),
    1,
  )
}
