import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  assignToken,
  bringTokens,
  listTokens,
  releaseToken,
  retireToken,
  returnToken,
} from '../../src/administration/index.ts'
import { currentProgress } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { enrolmentRequirements, removeAuthenticator } from '../../src/enrolment/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { boxCode, boxFile, boxToken } from '../kit/box-token.ts'
import {
  actorOf,
  begin,
  codeProof,
  confirm,
  dumpOf,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  sessionOf,
  setUpAdministrator,
  startAt,
  tally,
  testFactors,
  type World,
} from '../kit/engine.ts'

const options = { factorModules: [...testFactors(), boxToken] }
const reason = 'test'

eachEngine(
  'a file is previewed, brought in whole, and listed by serial number in pages',
  async ({ engine }) => {
    const tokens = Array.from({ length: 5 }, (_, index) => [`A${index}`, `key${index}`] as const)
    const file = boxFile(...tokens, ['B0', 'other'])
    const preview = await bring(engine, file, { preview: true })
    assert.deepEqual([preview.entries, preview.problems.length, preview.first[0]?.handle], [6, 0, 'A0'])
    assert.equal((await list(engine)).items.length, 0)

    await bring(engine, file)
    assert.deepEqual(handles(await list(engine, { begins: 'A', limit: 3 })), ['A0', 'A1', 'A2'])
    const { next } = await list(engine, { begins: 'A', limit: 3 })
    assert.deepEqual(handles(await list(engine, { begins: 'A', after: next })), ['A3', 'A4'])
    assert.deepEqual(handles(await list(engine, { begins: '%' })), [])
  },
  options,
)

eachEngine(
  'R-12: one broken or known token refuses the whole file, and no key is in the answer',
  async ({ engine }) => {
    await bring(engine, boxFile(['A0', 'key0']))
    assert.equal(await refusal(bring(engine, boxFile(['A1', 'k1'], ['A0', 'k2']))), 'import.refused')
    assert.equal(await refusal(bring(engine, boxFile(['A1', 'k1'], ['A1', 'k2']))), 'import.refused')
    assert.equal(await refusal(bring(engine, Buffer.from('nothing'))), 'import.unknown-file')
    assert.deepEqual(handles(await list(engine)), ['A0'])
    assert.ok(!(await dumpOf(engine)).includes('key0'))
  },
  options,
)

eachEngine(
  'C-13: a token counts once a code of it was typed, and that code is spent',
  async (world) => {
    const { engine } = world
    await bring(engine, boxFile(['A0', 'key0']))
    const started = await claimant(world, 'Ana')
    await claim(engine, started.secret, 'A0', boxCode('key0', 1n))
    assert.deepEqual(handles(await list(engine)), [])
    const again = await halfway(engine, 'Ana')
    const spent = prove(engine, again, [codeProof(boxCode('key0', 1n), 'box-token')])
    assert.equal(await refusal(spent), 'proof.refused')
    await prove(engine, again, [codeProof(boxCode('key0', 2n), 'box-token')], { complete: {} })
  },
  options,
)

eachEngine(
  'A-043: what is put aside for Ana, nobody else can claim, and the answer is that of a wrong code',
  async (world) => {
    const { engine } = world
    await bring(engine, boxFile(['A0', 'key0'], ['A1', 'key1']))
    const ana = await passwordOnly(world, 'Ana')
    await assign(engine, 'A0', ana.id)
    const mallory = await claimant(world, 'Mallory')
    for (const serial of ['A0', 'nowhere']) {
      const stolen = claim(engine, mallory.secret, serial, boxCode('key0', 1n))
      assert.equal(await refusal(stolen), 'enrolment.refused')
    }

    const token = (await list(engine)).items.find(({ handle }) => handle === 'A0')
    assert.equal(token?.reservedFor?.name, 'Ana')
    const owner = await halfway(engine, 'Ana')
    await claim(engine, owner.secret, 'A0', boxCode('key0', 1n))
  },
  options,
)

eachEngine(
  'what is put aside for Ana is hers by a code of it, without its serial number; one wrong code costs one try',
  async (world) => {
    const { engine } = world
    await bring(engine, boxFile(['A0', 'key0'], ['A1', 'key1'], ['A2', 'key2']))
    const ana = await passwordOnly(world, 'Ana')
    for (const handle of ['A0', 'A1']) await assign(engine, handle, ana.id)
    const started = await halfway(engine, 'Ana')
    for (const other of [boxCode('key2', 1n), boxCode('key1', 9n)])
      assert.equal(await refusal(claim(engine, started.secret, undefined, other)), 'enrolment.refused')
    const offers = (await engine.authenticators.ofAccount(ana.id)).filter((row) => row.status === 'pending')
    assert.deepEqual(
      offers.map((row) => row.failures.proven),
      [1],
    )
    await claim(engine, started.secret, undefined, boxCode('key1', 1n))
    assert.deepEqual(handles(await list(engine)), ['A0', 'A2'])
  },
  options,
)

eachEngine(
  'what comes out of a pool is offered while one lies there that its account may have, and says so where none does',
  async (world) => {
    const { engine } = world
    const offered = async (secret: string) => (await currentProgress(engine, secret)).enrol?.factors ?? []
    const ana = await passwordOnly(world, 'Ana')
    await passwordOnly(world, 'Ben')
    const [hers, his] = [await halfway(engine, 'Ana'), await halfway(engine, 'Ben')]
    assert.ok(!(await offered(hers.secret)).includes('box-token'))
    assert.ok((await offered(hers.secret)).includes('totp'))
    const none = begin(engine, hers.secret, 'box-token')
    await assert.rejects(none, { code: 'factor.unavailable', details: { reason: 'pool-empty' } })

    await bring(engine, boxFile(['A0', 'key0']))
    const proved = await prove(engine, await startAt(engine, 'Ana'), [passwordProof()])
    assert.ok(proved.progress.enrol?.factors.includes('box-token'))
    await assign(engine, 'A0', ana.id)
    assert.ok((await offered(hers.secret)).includes('box-token'))
    assert.ok(!(await offered(his.secret)).includes('box-token'), 'it is put aside for somebody else')
    await claim(engine, hers.secret, 'A0', boxCode('key0', 1n))

    const other = await person(world, 'Cora')
    const session = await sessionOf(engine, other.token)
    const choices = async () => {
      const { factors } = await enrolmentRequirements(engine, session)
      return factors.find(({ id }) => id === 'box-token')?.available
    }
    assert.equal(await choices(), false)
    await bring(engine, boxFile(['A1', 'key1']))
    assert.equal(await choices(), true)
    const [left] = (await list(engine)).items
    await retireToken(engine, { actor: operator, tokenId: left?.id ?? assert.fail(), reason })
    assert.equal(await choices(), false)
  },
  options,
)

onTwoNodes(
  'one token, two people who have it in hand: one of them gets it',
  async (world, [one, other]) => {
    await bring(one, boxFile(['A0', 'key0']))
    const attempts = [await claimant(world, 'Ana'), await claimant(world, 'Ben')]
    const nodes = [one, other]
    const begun = await Promise.all(
      attempts.map(({ secret }, index) => begin(nodes[index] ?? one, secret, 'box-token')),
    )
    const counts = await tally(
      attempts.map(({ secret }, index) => {
        const answer = { serial: 'A0', code: boxCode('key0', 1n) }
        return confirm(nodes[index] ?? one, secret, begun[index]?.authenticator.id ?? '', answer)
      }),
    )
    assert.equal(counts.done, 1)
  },
  options,
)

eachEngine(
  'G1: a token that comes back keeps its count: its next owner cannot use what was spent',
  async (world) => {
    const { engine } = world
    await bring(engine, boxFile(['A0', 'key0']))
    const started = await claimant(world, 'Ana')
    await claim(engine, started.secret, 'A0', boxCode('key0', 1n))
    const account = await engine.accounts.findByName(typedName.parse('Ana').key)
    assert.ok(account)
    const rows = await engine.authenticators.ofAccount(account.id)
    const row = rows.find((one) => one.factor === 'box-token')
    const app = rows.find((one) => one.factor === 'password')
    assert.ok(row && app)
    const notOurs = returnToken(engine, { actor: operator, authenticatorId: app.id, reason })
    assert.equal(await refusal(notOurs), 'token.not-from-pool')
    await returnToken(engine, { actor: operator, authenticatorId: row.id, reason })
    assert.deepEqual(handles(await list(engine)), ['A0'])
    const bare = await halfway(engine, 'Ana')
    const thief = begin(engine, bare.secret, 'box-token')
    assert.equal(await refusal(thief), 'enrolment.invitation-needed', 'R2: as after a reset')

    const next = await claimant(world, 'Ben')
    const spent = claim(engine, next.secret, 'A0', boxCode('key0', 1n))
    assert.equal(await refusal(spent), 'enrolment.refused')
    await claim(engine, next.secret, 'A0', boxCode('key0', 2n))
  },
  options,
)

eachEngine(
  'R2: of the last two second factors, taken off at the same moment, the second leaves as after a reset',
  async (world) => {
    const { engine } = world
    await bring(engine, boxFile(['A0', 'key0']))
    const ana = await person(world, 'Ana')
    const session = await sessionOf(engine, ana.token)
    await enrolMore(engine, session, 'box-token', () => ({ serial: 'A0', code: boxCode('key0', 1n) }))
    const rows = await engine.authenticators.ofAccount(ana.account.id)
    const row = rows.find(({ factor }) => factor === 'box-token')
    assert.ok(row)
    const removed = { session, authenticatorId: ana.totp.id as Id<'authenticator'> }
    const returned = { actor: operator, authenticatorId: row.id, reason }
    await Promise.allSettled([removeAuthenticator(engine, removed), returnToken(engine, returned)])
    const left = await engine.authenticators.ofAccount(ana.account.id)
    const bare = !left.some(({ factor }) => factor === 'totp' || factor === 'box-token')
    assert.equal((await engine.accounts.find(ana.account.id))?.marks.includes('reset'), bare)
  },
  options,
)

eachEngine(
  'R11: the help desk puts aside, but not for an administrator; only an administrator retires',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const helper = await person(world, 'Helper', 'help-desk')
    const actor = await actorOf(engine, helper)
    await bring(engine, boxFile(['A0', 'key0']))
    const tokenId = (await list(engine)).items[0]?.id
    assert.ok(tokenId)
    const above = assignToken(engine, { actor, tokenId, accountId: admin.account.id, reason })
    assert.equal(await refusal(above), 'administration.above-own-rights')
    await assignToken(engine, { actor, tokenId, accountId: helper.account.id, reason })
    await releaseToken(engine, { actor, tokenId, reason })
    await assignToken(engine, { actor: operator, tokenId, accountId: admin.account.id, reason })
    const taken = assignToken(engine, { actor, tokenId, accountId: helper.account.id, reason })
    assert.equal(await refusal(taken), 'administration.above-own-rights')
    const retired = retireToken(engine, { actor, tokenId, reason })
    assert.equal(await refusal(retired), 'administration.not-permitted')
    await retireToken(engine, { actor: operator, tokenId, reason })
    assert.deepEqual(handles(await list(engine)), [])
  },
  options,
)

function bring(engine: Engine, file: Uint8Array, { preview = false } = {}) {
  return bringTokens(engine, { actor: operator, factor: 'box-token', file, preview })
}

function list(engine: Engine, query: { begins?: string; after?: string | undefined; limit?: number } = {}) {
  return listTokens(engine, { actor: operator, query: { factor: 'box-token', ...query } })
}

function handles({ items }: { readonly items: readonly { readonly handle: string }[] }) {
  return items.map(({ handle }) => handle)
}

async function assign(engine: Engine, handle: string, accountId: Id<'account'>) {
  const tokenId = (await list(engine)).items.find((token) => token.handle === handle)?.id
  assert.ok(tokenId)
  await assignToken(engine, { actor: operator, tokenId, accountId, reason })
}

async function claimant(world: World, name: string) {
  await passwordOnly(world, name)
  return halfway(world.engine, name)
}

async function claim(engine: Engine, secret: string, serial: string | undefined, code: string) {
  const begun = await begin(engine, secret, 'box-token')
  return confirm(engine, secret, begun.authenticator.id, { serial, code })
}
