import assert from 'node:assert/strict'
import { changeAccount } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { eachHouse as eachHouseWithPhones, reply, withPhone } from '../../src/factors/push/test/house.ts'
import { aliceWithPhone, eachHouse as eachHouseWithMessages } from '../../src/factors/sms-code/test/house.ts'
import { openDesk } from '../../src/protocols/radius/desk.ts'
import { openState, sealState } from '../../src/protocols/radius/state.ts'
import {
  eachEngine,
  goodPassword,
  onTwoNodes,
  operator,
  passwordOnly,
  person,
  rowsOf,
  type World,
  wrongCode,
} from '../kit/engine.ts'
import { accessRequest, field, valueIn } from './request.fixture.ts'
import { codeOf, hastened, radclient, skip, withVpn } from './vpn.fixture.ts'

const [accept, reject, challenge] = [2, 3, 11]
const settings = { challenge: true, attributes: [{ type: 11, value: 'everybody' }] }

interface Heard {
  readonly code: number | undefined
  readonly state: Buffer | undefined
  readonly text: string | undefined
}

type Asks = (name: string, typed: string, state?: Buffer, engine?: Engine, from?: string) => Promise<Heard>

/** A system that asks in two steps, over any node. */
async function withChallenges(
  world: World,
  run: (ask: Asks, house: { readonly secret: string; readonly port: number }) => Promise<void>,
  name?: string,
): Promise<void> {
  await withVpn(
    world.engine,
    async ({ secret, port }) => {
      const desks = new Map<Engine, ReturnType<typeof openDesk>>()
      const ask: Asks = async (name, typed, state, engine = world.engine, own = secret) => {
        const desk = desks.get(engine) ?? openDesk(engine)
        desks.set(engine, desk)
        const more = state ? [field(24, state)] : []
        const sender = { address: '127.0.0.1', port: 1 }
        const answer = await desk.take(accessRequest({ secret: own, name, typed, more }), sender)
        const text = answer && valueIn(answer, 18)?.toString()
        return { code: answer?.[0], state: answer && valueIn(answer, 24), text }
      }
      await run(ask, { secret, port })
    },
    settings,
    name,
  )
}

eachEngine('R-28: the password alone, then the code that is asked for', async (world) => {
  const alice = await person(world, 'Alice')
  await withChallenges(world, async (ask) => {
    const asked = await ask('Alice', goodPassword)
    assert.deepEqual([asked.code, asked.text], [challenge, 'Enter the code of your authenticator.'])
    assert.ok(asked.state && asked.state.length >= 16)
    const let_in = await ask('alice', codeOf(world, alice), asked.state)
    assert.equal(let_in.code, accept)
    const [completion, ...others] = (await rowsOf(world.engine, 'completions')).filter(
      ({ purpose }) => purpose === 'verify',
    )
    assert.equal(others.length, 0)
    assert.equal(completion?.account_id, alice.account.id)
    const sessions = await rowsOf(world.engine, 'sessions')
    assert.ok(!sessions.some(({ completion_id: id }) => id === completion?.id), 'nobody holds a session')
  })
})

eachEngine('N-09: where the password has to be changed first nothing more is asked for', async (world) => {
  const alice = await person(world, 'Alice')
  const marking = { actor: operator, accountId: alice.account.id, reason: 'found by the audit' }
  await changeAccount(world.engine, { ...marking, marks: ['weak'] })
  await withChallenges(world, async (ask) => {
    const asked = await ask('Alice', goodPassword)
    assert.deepEqual([asked.code, asked.state], [reject, undefined])
    assert.match(asked.text ?? '', /sign in at our own pages first/)
    assert.equal((await ask('Alice', 'wrong-password-1')).text, undefined)
  })
})

eachEngine(
  'R14: wrong, unknown, empty and both in one field are refused, and end the attempt',
  async (world) => {
    const alice = await person(world, 'Alice')
    await withChallenges(world, async (ask) => {
      assert.equal((await ask('Alice', 'wrong-password-1')).code, reject)
      assert.equal((await ask('Nobody', goodPassword)).code, reject)
      assert.equal((await ask('Alice', '')).code, reject)
      assert.equal((await ask('Alice', `${goodPassword}${codeOf(world, alice)}`)).code, reject)
      world.clock.advance(600_000)
      const { state } = await ask('Alice', goodPassword)
      assert.equal((await ask('Alice', wrongCode(world, alice), state)).code, reject)
      assert.equal((await ask('Alice', codeOf(world, alice), state)).code, reject, 'it is over')
    })
  },
)

eachEngine('A-103: a state is good once, for its account, at its system, for a while', async (world) => {
  const alice = await person(world, 'Alice')
  await person(world, 'Bob')
  await withChallenges(world, async (ask) => {
    await withChallenges(
      world,
      async (_, other) => {
        const begun = async () => (await ask('Alice', goodPassword)).state
        const code = () => codeOf(world, alice)

        const spent = await begun()
        assert.equal((await ask('Alice', code(), spent)).code, accept)
        assert.equal((await ask('Alice', code(), spent)).code, reject, 'used')

        const crossed = await begun()
        assert.equal((await ask('Bob', code(), crossed)).code, reject, 'of another account')
        assert.equal((await ask('Alice', code(), crossed)).code, reject, 'and so it is burnt')

        const elsewhere = await begun()
        assert.equal(
          (await ask('Alice', code(), elsewhere, undefined, other.secret)).code,
          reject,
          'elsewhere',
        )
        assert.equal((await ask('Alice', code(), elsewhere)).code, reject, 'and so it is burnt')

        const late = await begun()
        world.clock.advance(3_600_000)
        assert.equal((await ask('Alice', code(), late)).code, reject, 'over')

        const changed = Buffer.from((await begun()) ?? '')
        changed[30] = (changed[30] ?? 0) ^ 1
        assert.equal((await ask('Alice', code(), changed)).code, reject, 'forged')
        assert.equal((await ask('Alice', code(), Buffer.from('x'))).code, reject, 'made up')
        assert.equal((await ask('Alice', code())).code, reject, 'missing')
      },
      'Another',
    )
  })
})

eachEngine('R7: a right password opens nothing for whoever may not come in by it', async (world) => {
  await passwordOnly(world, 'Carol')
  await withChallenges(world, async (ask) => {
    assert.equal((await ask('Carol', goodPassword)).code, reject, 'who has nothing to be asked for')
  })
})

onTwoNodes('A-103: two nodes hear of one state, and one of them counts', async (world, [first, second]) => {
  const alice = await person(world, 'Alice')
  await withChallenges(world, async (ask) => {
    for (let round = 0; round < 5; round++) {
      const { state } = await ask('Alice', goodPassword, undefined, first)
      const code = codeOf(world, alice)
      const both = await Promise.all([first, second].map((node) => ask('Alice', code, state, node)))
      assert.deepEqual(both.map(({ code: answer }) => answer).toSorted(), [accept, reject])
    }
    const { state } = await ask('Alice', goodPassword, undefined, first)
    assert.equal((await ask('Alice', codeOf(world, alice), state, second)).code, accept)
  })
})

eachHouseWithPhones('N-17: a phone approves by the number that the system shows', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  await withChallenges(world, async (ask) => {
    const choice = await ask('Alice', goodPassword)
    assert.equal(choice.text, 'Enter the code of your authenticator, or type push.')
    const asked = await ask('Alice', 'push', choice.state)
    const [number = ''] = /\d{6}/.exec(asked.text ?? '') ?? []
    assert.deepEqual([asked.code, number.length], [challenge, 6])
    const waiting = ask('Alice', '', asked.state)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await reply(world, phone, 'approve', number)
    assert.equal((await waiting).code, accept)

    world.clock.advance(3_600_000)
    const denied = await ask('Alice', 'push', (await ask('Alice', goodPassword)).state)
    await reply(world, phone, 'deny')
    assert.equal((await ask('Alice', '', denied.state)).code, reject)
  })
})

eachHouseWithPhones(
  'a phone that has not answered yet is waited for, and then asked about once more',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    await withChallenges(world, async (ask) => {
      const asked = await ask('Alice', 'push', (await ask('Alice', goodPassword)).state)
      const from = performance.now()
      const again = await ask('Alice', '', asked.state)
      assert.ok(performance.now() - from < 6_000)
      assert.deepEqual([again.code, again.text], [challenge, asked.text])
      assert.equal((await ask('Alice', '', asked.state)).code, reject, 'A-103: the older state is spent')
      const [number = ''] = /\d{6}/.exec(asked.text ?? '') ?? []
      await reply(world, phone, 'approve', number)
      assert.equal((await ask('Alice', '', again.state)).code, accept)
    })
  },
)

eachHouseWithMessages(
  'a code is sent to whoever asks for it, behind the password',
  async (world, handsets) => {
    await aliceWithPhone(world, handsets)
    await withChallenges(world, async (ask) => {
      const before = handsets.messages.length
      assert.equal((await ask('Alice', 'wrong-password-1')).code, reject)
      const choice = await ask('Alice', goodPassword)
      assert.equal(choice.text, 'Enter the code of your authenticator, or type sms.')
      await world.engine.delivery.settled()
      assert.equal(handsets.messages.length, before, 'A-032: nothing is sent before it is asked for')
      const sent = await ask('Alice', 'SMS', choice.state)
      assert.equal(sent.text, 'Enter the code that was sent to you.')
      assert.equal((await ask('Alice', await handsets.nextCode(), sent.state)).code, accept)
    })
  },
)

eachHouseWithPhones('A-103: three hundred rounds of one attempt are not to be had', async (world) => {
  await withPhone(world, 'Alice')
  const { box } = world.engine
  await withChallenges(world, async (ask) => {
    const { state } = await ask('Alice', 'push', (await ask('Alice', goodPassword)).state)
    const late = openState(box, state ?? assert.fail()) ?? assert.fail()
    assert.equal((await ask('Alice', '', Buffer.from(sealState(box, { ...late, round: 10 })))).code, reject)
  })
})

eachEngine(
  'R13: the password once more, by a system that did not hear the question, gets the same question',
  async (world) => {
    await person(world, 'Alice')
    await withVpn(
      world.engine,
      async ({ secret }) => {
        const desk = openDesk(hastened(world.engine, () => 0))
        const packet = accessRequest({ secret, name: 'Alice', typed: goodPassword })
        const sender = { address: '127.0.0.1', port: 1 }
        assert.deepEqual(await desk.take(packet, sender), await desk.take(packet, sender))
        const attempts = await rowsOf(world.engine, 'attempts')
        assert.equal(attempts.filter(({ purpose }) => purpose === 'verify').length, 1)
      },
      settings,
    )
  },
)

eachEngine('radclient is asked, and answers with the state', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withChallenges(world, async (_, { secret, port }) => {
    const ask = (typed: string, ...more: readonly string[]) =>
      radclient(
        ['User-Name = "Alice"', `User-Password = "${typed}"`, 'Message-Authenticator = 0x00', ...more],
        [`127.0.0.1:${port}`, 'auth', secret],
      )
    const asked = await ask(goodPassword)
    assert.equal(asked.kind, 'Access-Challenge', asked.out)
    const [, state = ''] = /State = (0x[0-9a-f]+)/.exec(asked.out) ?? []
    const yes = await ask(codeOf(world, alice), `State = ${state}`)
    assert.equal(yes.kind, 'Access-Accept', yes.out)
    assert.match(yes.out, /Filter-Id = "everybody"/)
  })
})
