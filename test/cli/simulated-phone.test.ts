import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { issueChallenge } from '../../src/authentication/index.ts'
import { beginEnrolment, confirmEnrolment } from '../../src/enrolment/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { pushModule } from '../../src/factors/push/index.ts'
import {
  halfway,
  openWorld,
  type Person,
  person,
  prove,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  type World,
} from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { openTestServer, type TestServer } from '../kit/server.ts'
import { type SimulatorRun, simulatorIn } from './simulator.fixture.ts'

const factor = 'push'

describe('sallyport sim push, with a server as its counterpart', () => {
  let folder: string
  let world: World & { close(): Promise<void> }
  let server: TestServer
  let ana: Person
  let sim: SimulatorRun

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-phone-'))
    sim = simulatorIn(join(folder, 'things'))
    const port = await freePort()
    world = await openWorld(join(folder, 'sallyport.db'), {
      factorModules: [...testFactors(), asModule(pushModule)],
      baseUrl: `http://localhost:${port}`,
    })
    server = await openTestServer(world.engine, { port })
    ana = await person(world, 'Ana')
  })
  after(async () => {
    await server.close()
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function offered() {
    const session = await sessionOf(world.engine, (await signIn(world, ana)).token)
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(world.engine, { authority, factor, surroundings })
    const confirm = (number: string) =>
      confirmEnrolment(world.engine, {
        authority,
        authenticatorId: begun.authenticator.id,
        answer: { number },
        surroundings,
      })
    return { link: String(begun.show.link), confirm }
  }

  async function asked() {
    const { secret } = await halfway(world.engine, 'Ana')
    const { show } = await issueChallenge(world.engine, { secret, factor, surroundings })
    const proof = { nonce: String(show.nonce) }
    const proved = () => prove(world.engine, { secret }, [{ factor, proof }], { complete: {} })
    return { number: String(show.number), proved }
  }

  test('a phone joins by the link of the picture, shows what it is asked, and approves', async () => {
    const { link, confirm } = await offered()
    const { number } = await sim<{ number: string }>(factor, 'pixel', { join: link })
    await confirm(number)
    assert.equal((await sim<Looked>(factor, 'pixel')).question, null)

    const { number: shown, proved } = await asked()
    const { question } = await sim<Looked>(factor, 'pixel')
    assert.deepEqual(
      [question?.purpose, question?.account, question?.application],
      ['sign-in', 'Ana', 'Sallyport'],
    )
    const grouped = `${shown.slice(0, 3)} ${shown.slice(3)}`
    assert.equal((await sim<Answered>(factor, 'pixel', { approve: grouped })).outcome, 'approved')
    assert.equal((await proved()).completed?.session.assurance, 2)
    const { items } = await sim<{ items: unknown[] }>(factor)
    assert.deepEqual(items, [{ name: 'pixel', origin: new URL(link).origin }])
  })

  test('it turns down, types a wrong number, and reports; a locked phone is not known any more', async () => {
    await asked()
    assert.equal((await sim<Answered>(factor, 'pixel', { deny: true })).outcome, 'denied')
    const { number } = await asked()
    const wrong = number === '000000' ? '000001' : '000000'
    assert.equal((await sim<Answered>(factor, 'pixel', { approve: wrong })).outcome, 'refused')
    world.clock.advance(600_000)
    await asked()
    assert.equal((await sim<Answered>(factor, 'pixel', { report: true })).outcome, 'reported')
    await assert.rejects(sim(factor, 'pixel'), {
      code: 'simulator.declined',
      details: { code: 'elsewhere.refused' },
    })
  })

  test('says why where it cannot', async () => {
    const { link, confirm } = await offered()
    const code = 'a'.repeat(43)
    const joined = await sim<{ number: string }>(factor, 'other', { join: link })
    await confirm(joined.number)
    const port = await freePort()
    for (const [name, options, expected] of [
      ['other', { join: link }, 'input.invalid'],
      ['third', { join: link }, 'simulator.declined'],
      ['third', { join: `http://localhost:${port}/phone#${code}` }, 'simulator.unreached'],
      ['third', { join: 'http://localhost/phone' }, 'input.invalid'],
      ['third', {}, 'simulator.not-found'],
      ['other', { deny: true, report: true }, 'input.invalid'],
      ['other', { join: link, deny: true }, 'input.invalid'],
      ['other', { approve: '12345' }, 'input.invalid'],
      ['other', { deny: true }, 'simulator.not-asked'],
    ] as const)
      await assert.rejects(sim(factor, name, options), { code: expected })
  })
})

interface Looked {
  readonly question: {
    readonly purpose: string
    readonly account: string
    readonly application: string
  } | null
}

interface Answered {
  readonly outcome: string
}
