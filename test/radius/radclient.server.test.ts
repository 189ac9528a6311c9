import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import {
  changeAccount,
  connectApplication,
  createApplication,
  rotateDoorSecret,
} from '../../src/administration/index.ts'
import { listenForRadius } from '../../src/protocols/radius/server.ts'
import {
  eachEngine,
  goodPassword,
  operator,
  passwordOnly,
  person,
  refusal,
  rowsOf,
  wrongCode,
} from '../kit/engine.ts'
import { codeOf, freeUdpPort, radclient, skip, toBeSilent, withVpn } from './vpn.fixture.ts'

eachEngine('R3, G7: password and code in one field let somebody in, and that is booked', async (world) => {
  if (skip) return
  const { engine } = world
  const alice = await person(world, 'Alice')
  const groups = engine.groups.create({ shown: 'Staff', key: 'staff' as never })
  await engine.storage.book({ statements: [groups.statement], locks: [] })
  await withVpn(
    engine,
    async ({ access, ask }) => {
      const code = codeOf(world, alice)
      const yes = await access('Alice', `${goodPassword}${code}`)
      assert.equal(yes.kind, 'Access-Accept', yes.out)
      assert.match(yes.out, /Filter-Id = "everybody"/)
      assert.doesNotMatch(yes.out, /only-staff/)
      const completions = await rowsOf(engine, 'completions')
      assert.ok(
        completions.some(({ purpose, account_id: of }) => purpose === 'verify' && of === alice.account.id),
      )
      const again = await access('Alice', `${goodPassword}${code}`)
      assert.equal(again.kind, 'Access-Reject', 'G1: a code is good once')
      assert.equal((await access('Alice', `${goodPassword}${wrongCode(world, alice)}`)).kind, 'Access-Reject')
      assert.equal((await access('Alice', `wrong-password-1${codeOf(world, alice)}`)).kind, 'Access-Reject')
      assert.equal((await access('Alice', codeOf(world, alice))).kind, 'Access-Reject', 'a code alone')
      assert.equal((await access('Alice', goodPassword)).kind, 'Access-Reject', 'a password alone')
      assert.equal((await access('Nobody', `${goodPassword}000000`)).kind, 'Access-Reject')
      assert.equal((await ask(['Message-Authenticator = 0x00'], { kind: 'status' })).kind, 'Access-Accept')
    },
    {
      attributes: [
        { type: 11, value: 'everybody' },
        { group: 'Staff', type: 11, value: 'only-staff' },
      ],
    },
  )
})

eachEngine(
  'N-09: where the password has to be changed first the no says so, and what to do',
  async (world) => {
    if (skip) return
    const alice = await person(world, 'Alice')
    const marking = { actor: operator, accountId: alice.account.id, reason: 'found by the audit' }
    await changeAccount(world.engine, { ...marking, marks: ['default'] })
    await withVpn(world.engine, async ({ access }) => {
      const no = await access('Alice', `${goodPassword}${codeOf(world, alice)}`)
      assert.equal(no.kind, 'Access-Reject', no.out)
      assert.match(
        no.out,
        /Reply-Message = "Your password has to be changed .* sign in at our own pages first/,
      )
      const wrong = await access('Alice', `${goodPassword}${wrongCode(world, alice)}`)
      assert.deepEqual([wrong.kind, /Reply-Message/.test(wrong.out)], ['Access-Reject', false])
    })
  },
)

eachEngine('decision 7: what is not signed, or with another secret, is met with silence', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withVpn(world.engine, async ({ ask, access }) => {
    const lines = () => ['User-Name = "Alice"', `User-Password = "${goodPassword}${codeOf(world, alice)}"`]
    assert.equal((await ask(lines(), { tries: toBeSilent })).kind, 'silence', 'no Message-Authenticator')
    assert.equal(
      (await ask([...lines(), 'Message-Authenticator = 0x00'], { secret: 'wrong', tries: toBeSilent })).kind,
      'silence',
    )
    assert.equal((await access('Alice', `${goodPassword}${codeOf(world, alice)}`)).kind, 'Access-Accept')
  })
})

eachEngine(
  'decision 7: an old system may ask unsigned, yet never with the state of proxies',
  async (world) => {
    if (skip) return
    const alice = await person(world, 'Alice')
    await withVpn(
      world.engine,
      async ({ ask }) => {
        const lines = () => [
          'User-Name = "Alice"',
          `User-Password = "${goodPassword}${codeOf(world, alice)}"`,
        ]
        assert.equal((await ask([...lines(), 'Proxy-State = 0x41'], { tries: toBeSilent })).kind, 'silence')
        assert.equal((await ask(lines())).kind, 'Access-Accept')
      },
      { requireMessageAuthenticator: false },
    )
  },
)

eachEngine('R7: where only the code is asked about, it claims one factor and no more', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await passwordOnly(world, 'Bob')
  await withVpn(
    world.engine,
    async ({ access }) => {
      assert.equal((await access('Alice', codeOf(world, alice))).kind, 'Access-Accept')
      assert.equal((await access('Bob', goodPassword)).kind, 'Access-Reject')
    },
    { mode: 'code' },
  )
})

eachEngine('a system in another network is met with silence', async (world) => {
  if (skip) return
  await person(world, 'Alice')
  await withVpn(
    world.engine,
    async ({ access }) =>
      assert.equal((await access('Alice', `${goodPassword}000000`, toBeSilent)).kind, 'silence'),
    { networks: ['192.0.2.0/24'] },
  )
})

eachEngine('both secrets work while one takes the place of the other', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  const { engine } = world
  const application = await createApplication(engine, { actor: operator, name: 'VPN' })
  const act = { actor: operator, applicationId: application.id, door: 'radius' }
  const settings = { networks: ['127.0.0.0/8'] }
  const { secret: first = '' } = await connectApplication(engine, { ...act, settings })
  const { text: second } = await rotateDoorSecret(engine, { ...act, overlap: 60_000 })
  const port = await freeUdpPort()
  const listening = await listenForRadius(engine, { host: '127.0.0.1', port })
  const access = (secret: string, tries?: number) =>
    radclient(
      [
        'User-Name = "Alice"',
        `User-Password = "${goodPassword}${codeOf(world, alice)}"`,
        'Message-Authenticator = 0x00',
      ],
      [`127.0.0.1:${port}`, 'auth', secret],
      tries,
    )
  assert.equal((await access(first)).kind, 'Access-Accept')
  assert.equal((await access(second)).kind, 'Access-Accept')
  world.clock.advance(61_000)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  assert.equal((await access(first, toBeSilent)).kind, 'silence')
  await listening.close()
})

eachEngine('R13: the same packet again gets the same answer, and nothing is judged twice', async (world) => {
  const alice = await person(world, 'Alice')
  await withVpn(world.engine, async ({ port, secret }) => {
    const { accessRequest } = await import('./request.fixture.ts')
    const request = accessRequest({ secret, name: 'Alice', typed: `${goodPassword}${codeOf(world, alice)}` })
    const socket = createSocket('udp4')
    const answers: Buffer[] = []
    socket.on('message', (bytes) => answers.push(bytes))
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    for (let times = 0; times < 3; times++) socket.send(request, port, '127.0.0.1')
    while (answers.length < 3) await new Promise((resolve) => setTimeout(resolve, 10))
    socket.close()
    assert.deepEqual(answers[1], answers[0])
    assert.deepEqual(answers[2], answers[0])
    assert.equal(answers[0]?.[0], 2, 'an Access-Accept')
    const accepted = await world.engine.audit.search({ event: 'verify.accepted' })
    assert.equal(accepted.items.length, 1)
  })
})

eachEngine('G6: where nothing can be booked nobody is let in', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withVpn(world.engine, async ({ access }) => {
    const code = codeOf(world, alice)
    const { book } = world.engine.storage
    Object.assign(world.engine.storage, { book: () => Promise.reject(new Error('the disk is full')) })
    assert.equal((await access('Alice', `${goodPassword}${code}`, toBeSilent)).kind, 'silence')
    Object.assign(world.engine.storage, { book })
    assert.equal((await access('Alice', `${goodPassword}${code}`)).kind, 'Access-Accept')
  })
})

eachEngine('what is told beside a yes fits, or is refused when it is set', async (world) => {
  const { engine } = world
  const { id: applicationId } = await createApplication(engine, { actor: operator, name: 'VPN' })
  const set = (attributes: readonly object[]) =>
    connectApplication(engine, {
      actor: operator,
      applicationId,
      door: 'radius',
      settings: { networks: ['127.0.0.1'], attributes },
    })
  for (const wrong of [
    [{ type: 11, value: 'ü'.repeat(130) }],
    Array.from({ length: 20 }, () => ({ type: 11, value: 'x'.repeat(240) })),
    [{ type: 1, value: 'somebody else' }],
    [{ type: 26, value: 'no maker' }],
  ])
    assert.equal(await refusal(set(wrong)), 'input.invalid')
  assert.ok(await set([{ type: 1, vendor: 9, value: 'shell:priv-lvl=15' }]))
})
