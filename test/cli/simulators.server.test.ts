import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { bringTokens } from '../../src/administration/index.ts'
import { issueChallenge } from '../../src/authentication/index.ts'
import { beginEnrolment, confirmEnrolment } from '../../src/enrolment/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { hotpTokenModule } from '../../src/factors/hotp-token/index.ts'
import { webauthnModule } from '../../src/factors/webauthn/index.ts'
import { yubikeyOtpModule } from '../../src/factors/yubikey-otp/index.ts'
import {
  halfway,
  openWorld,
  operator,
  type Person,
  person,
  prove,
  refusal,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  type World,
} from '../kit/engine.ts'
import { codeOf, freshStep, install } from './sallyport.fixture.ts'
import { type SimulatorRun, simulatorIn } from './simulator.fixture.ts'

const factorModules = [
  ...testFactors(),
  asModule(hotpTokenModule),
  asModule(yubikeyOtpModule),
  asModule(webauthnModule),
]
const factors = { 'hotp-token': { enabled: true }, 'yubikey-otp': { enabled: true } }

describe('sallyport sim, with a whole engine as its counterpart', () => {
  let folder: string
  let world: World & { close(): Promise<void> }
  let ana: Person
  let sim: SimulatorRun

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-simulators-'))
    sim = simulatorIn(join(folder, 'things'))
    world = await openWorld(join(folder, 'sallyport.db'), { factorModules, factors })
    ana = await person(world, 'Ana')
  })
  after(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function bring(factor: string, file: string): Promise<void> {
    await bringTokens(world.engine, { actor: operator, factor, file: readFileSync(file), preview: false })
  }

  async function setUp(factor: string, answer: (shown: Shown) => Promise<object>): Promise<void> {
    const session = await sessionOf(world.engine, (await signIn(world, ana)).token)
    const authority = { by: 'session', session } as const
    const { authenticator, show } = await beginEnrolment(world.engine, { authority, factor, surroundings })
    await confirmEnrolment(world.engine, {
      authority,
      authenticatorId: authenticator.id,
      answer: await answer(show),
      surroundings,
    })
  }

  async function proveWith(factor: string, proof: object): Promise<void> {
    const started = await halfway(world.engine, 'Ana')
    const { completed } = await prove(world.engine, started, [{ factor, proof }], { complete: {} })
    assert.equal(completed?.session.assurance, 2)
  }

  test('hotp: a box of tokens is imported, set up and used, and each press shows the next code', async () => {
    const pskc = join(folder, 'box.xml')
    const { serials } = await sim<Box>('hotp', undefined, { batch: '10', pskc })
    assert.equal(new Set(serials).size, 10)
    const [serial = ''] = serials
    await bring('hotp-token', pskc)
    const press = async () => (await sim<{ code: string }>('hotp', serial)).code
    await setUp('hotp-token', async () => ({ serial, code: await press() }))
    const code = await press()
    await proveWith('hotp-token', { code })
    assert.equal(await refusal(proveWith('hotp-token', { code })), 'proof.refused')
    await proveWith('hotp-token', { code: await press() })
  })

  test('ocra: a token answers the question of its set-up, and that of a sign-in', async () => {
    const pskc = join(folder, 'questions.xml')
    const { serials } = await sim<Box>('ocra', undefined, { pskc, suite: 'OCRA-1:HOTP-SHA256-8:C-QN08' })
    const [serial = ''] = serials
    await bring('hotp-token', pskc)
    const respond = async ({ question }: Shown) =>
      (await sim<{ response: string }>('ocra', serial, { question: String(question) })).response
    await setUp('hotp-token', async (shown) => ({ serial, code: await respond(shown) }))
    const started = await halfway(world.engine, 'Ana')
    const asked = { secret: started.secret, factor: 'hotp-token', surroundings }
    const { show } = await issueChallenge(world.engine, asked)
    await prove(world.engine, started, [{ factor: 'hotp-token', proof: { code: await respond(show) } }])
  })

  test('yubikey: a programmed key is imported, and types another password at each touch', async () => {
    const csv = join(folder, 'keys.csv')
    const { publicIds } = await sim<{ publicIds: string[] }>('yubikey', undefined, { csv, batch: '2' })
    await bring('yubikey-otp', csv)
    const touch = async (options = {}) => (await sim<{ otp: string }>('yubikey', publicIds[0], options)).otp
    await setUp('yubikey-otp', async () => ({ otp: await touch() }))
    await proveWith('yubikey-otp', { otp: await touch() })
    const first = await touch({ unplug: true })
    await proveWith('yubikey-otp', { otp: await touch() })
    assert.equal(await refusal(proveWith('yubikey-otp', { otp: first })), 'proof.refused')
  })

  test('webauthn: a key answers what is asked at set-up and sign-in, and remembers how often it signed', async () => {
    const file = join(folder, 'asked.json')
    const answer = async (show: Shown, options = {}): Promise<object> => {
      writeFileSync(file, JSON.stringify({ show }))
      return sim<object>('webauthn', 'ring', { options: file, ...options })
    }
    const ask = async () => {
      const started = await halfway(world.engine, 'Ana')
      const asked = { secret: started.secret, factor: 'webauthn', surroundings }
      return { started, show: (await issueChallenge(world.engine, asked)).show }
    }
    const proveAsked = async () => {
      const { started, show } = await ask()
      const proofs = [{ factor: 'webauthn', proof: await answer(show) }]
      return prove(world.engine, started, proofs, { complete: {} })
    }
    await setUp('webauthn', (show) => answer(show))
    const memory = join(folder, 'things', 'webauthn-ring.json')
    copyFileSync(memory, `${memory}.copy`)
    assert.equal((await proveAsked()).completed?.session.assurance, 2)
    copyFileSync(`${memory}.copy`, memory)
    assert.equal(await refusal(proveAsked()), 'proof.refused', 'a copy of the key has an older count')

    const { show } = await ask()
    await assert.rejects(answer(show, { passkey: true }), { code: 'input.invalid' })
    const elsewhere = { publicKey: { ...(show.publicKey as object), rpId: 'evil.example' } }
    await assert.rejects(answer(elsewhere), { code: 'simulator.declined' })
  })
})

test('totp: takes what the QR code holds from a pipe, and the code goes into another', async (context) => {
  const sallyport = install(context)
  const { uri, secret } = await sallyport.create('ana', 'Shop')
  await freshStep()
  const added = await sallyport.run(['sim', 'totp', 'ana', '--key', '-'], { input: `${uri}\n` })
  assert.equal(added.out, `${codeOf(uri)}\n`)
  const sim = simulatorIn(join(sallyport.folder, 'sallyport-sim'))
  await sim('totp', 'typed', { key: secret })
  const { items } = await sim<{ items: { code: string }[] }>('totp')
  assert.deepEqual(new Set(items.map(({ code }) => code)), new Set([added.out.trim()]))
  const input = added.out
  assert.equal((await sallyport.run(['authenticate', '-i', 'Shop', '-o', '-'], { input })).code, 0)
})

test('a token by its otpauth:// text shows the codes of RFC 4226, one with a clock the same one for a while', async (context) => {
  const sim = simulatorIn(freshFolder(context))
  const key = 'otpauth://hotp/Shop:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Shop'
  assert.deepEqual(await sim('hotp', 'mine', { key }), { serial: 'mine', code: '755224' })
  assert.deepEqual(await sim('hotp', 'mine'), { serial: 'mine', code: '287082' })
  const pskc = join(freshFolder(context), 'clocks.xml')
  const { serials } = await sim<Box>('hotp', undefined, { clock: true, pskc })
  await freshStep()
  assert.deepEqual(await sim('hotp', serials[0]), await sim('hotp', serials[0]))
})

test('R9: each folder has keys of its own, only its owner reads them, and files say whose they are', async (context) => {
  const boxes: string[] = []
  for (const home of [freshFolder(context), freshFolder(context)]) {
    const sim = simulatorIn(join(home, 'things'))
    const [pskc, csv] = [join(home, 'box.xml'), join(home, 'keys.csv')]
    await sim('hotp', undefined, { pskc })
    await sim('yubikey', undefined, { csv })
    assert.equal(statSync(join(home, 'things')).mode & 0o777, 0o700)
    for (const file of [pskc, csv, join(home, 'things', 'simulator.json')]) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file)
      assert.match(readFileSync(file, 'utf8'), /Sallyport simulator/)
    }
    boxes.push(readFileSync(pskc, 'utf8'))
  }
  for (const element of ['PlainValue', 'SerialNo']) {
    const [one, two] = boxes.map((box) => new RegExp(`<${element}>(.+?)<`).exec(box)?.[1])
    assert.ok(one && two && one !== two, element)
  }
})

describe('what cannot be done says why', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const cases: readonly (readonly [
    id: string,
    argument: string | undefined,
    options: Shown,
    code: string,
  ])[] = [
    ['totp', 'ana', {}, 'simulator.not-found'],
    ['totp', '../ana', {}, 'input.invalid'],
    ['totp', 'ana', { key: 'otpauth://totp/x' }, 'key-uri.malformed'],
    ['totp', 'ana', { key: `otpauth://hotp/a?secret=${secret}&counter=1` }, 'simulator.key-type'],
    ['hotp', 'ana', { key: `otpauth://totp/a?secret=${secret}` }, 'simulator.key-type'],
    ['totp', undefined, { key: secret }, 'input.invalid'],
    ['hotp', undefined, { batch: 'many', pskc: 'a.xml' }, 'input.invalid'],
    ['hotp', undefined, { batch: '1001', pskc: 'a.xml' }, 'input.invalid'],
    ['hotp', undefined, { batch: '2' }, 'input.invalid'],
    ['ocra', undefined, { pskc: 'a.xml', suite: 'OCRA-2' }, 'ocra.invalid-suite'],
    ['ocra', 'SIM0', {}, 'input.invalid'],
    ['yubikey', 'vvcccccccccc', {}, 'simulator.not-found'],
    ['yubikey', undefined, { csv: '.' }, 'file.exists'],
    ['webauthn', 'ring', { options: import.meta.filename }, 'input.invalid'],
    ['webauthn', 'ring', { options: '/nowhere.json' }, 'file.unreadable'],
    ['webauthn', 'ring', { origin: 'login' }, 'input.invalid'],
  ]
  for (const [id, argument, options, code] of cases)
    test(`sim ${id} ${argument ?? ''} ${JSON.stringify(options)}`, async (context) => {
      const run = simulatorIn(join(freshFolder(context), 'things'))(id, argument, options)
      await assert.rejects(run, { code })
    })

  test('on the command line: one line, and exit code 2', async (context) => {
    const ran = await install(context).run(['sim', 'totp', 'ana'])
    assert.deepEqual([ran.code, ran.out], [2, ''])
    assert.match(ran.error, /^There is no app ana in .+ \[simulator\.not-found\]\n$/)
  })

  test('a folder of something else, a thing that is there, and one that was written over', async (context) => {
    const home = freshFolder(context)
    mkdirSync(join(home, 'letters'))
    writeFileSync(join(home, 'letters', 'letter.txt'), 'Dear Ana')
    await assert.rejects(simulatorIn(join(home, 'letters'))('hotp'), { code: 'simulator.folder' })
    const sim = simulatorIn(join(home, 'things'))
    await sim('totp', 'ana', { key: secret })
    await assert.rejects(sim('totp', 'ana', { key: secret }), { code: 'simulator.exists' })
    await sim('totp', 'ana', { key: secret, replace: true })
    writeFileSync(join(home, 'things', 'app-ana.json'), '{}')
    await assert.rejects(sim('totp', 'ana'), { code: 'simulator.unreadable' })
  })
})

interface Box {
  readonly serials: readonly string[]
}

type Shown = Readonly<Record<string, unknown>>

function freshFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-things-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
