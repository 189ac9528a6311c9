import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createKey, createSallyport, type HostUser, type HostUsers } from '../src/index.ts'
import { embedded, folder, password, signInFirst } from './embedding/embedded.fixture.ts'
import { fixedClock, noon, step } from './kit/engine.ts'

/** The table of a program, and its own check of passwords. */
function hostWith(...rows: HostUser[]) {
  const asked: (string | undefined)[] = []
  let down = false
  const answer = <Value>(value: Value) => (down ? Promise.reject(new Error('down')) : Promise.resolve(value))
  const users: HostUsers = {
    all: () => answer(rows),
    find: (id) => answer(rows.find((row) => row.id === id)),
    checkPassword(id, given) {
      asked.push(id)
      return answer(given === password && rows.some((row) => row.id === id))
    },
  }
  return {
    users,
    rows,
    asked,
    breakDown: () => {
      down = true
    },
  }
}

describe('a program that embeds us keeps its users and their passwords', () => {
  it('they sign in with the passwords that they have, and a second factor of ours', async () => {
    const host = hostWith({ id: '7', name: 'ana', email: 'ana@shop.example' })
    const here = await embedded(host)
    const { token, code } = await signInFirst(here, 'Ana')
    const session = await here.sallyport.sessions.read(token)
    assert.equal(session?.assurance, 2)
    assert.deepEqual(host.asked, ['7'])
    const right = await here.sallyport.authentication.verify({ account: 'ana', password, code: code() })
    assert.equal(right.accepted, true)
    here.clock.advance(step)
    const wrong = await here.sallyport.authentication.verify({ account: 'ana', password: 'x', code: code() })
    assert.equal(wrong.accepted, false)
    await here.sallyport.close()
  })

  it('A-028: for a name that nobody has the same work is done', async () => {
    const host = hostWith({ id: '7', name: 'ana' })
    const { sallyport } = await embedded(host)
    const nobody = await sallyport.authentication.verify({ account: 'nobody', password, code: '123456' })
    assert.equal(nobody.accepted, false)
    assert.deepEqual(host.asked, [undefined])
    await sallyport.close()
  })

  it('R12: whoever has another name there is still the same, and whoever has their old name is not', async () => {
    const host = hostWith({ id: '7', name: 'ana' })
    const here = await embedded(host)
    const { token } = await signInFirst(here, 'ana')
    const accountId = (await here.sallyport.sessions.read(token))?.accountId
    host.rows.splice(0, 1, { id: '7', name: 'ana.smith' }, { id: '8', name: 'ana' })
    await here.sallyport.users.read()
    assert.ok(accountId)
    assert.equal((await here.sallyport.accounts.find(accountId))?.name, 'ana.smith')
    const { secret } = await here.sallyport.authentication.start('ana')
    const proved = await here.sallyport.authentication.prove(secret, [
      { factor: 'password', proof: { password } },
    ])
    assert.equal(proved.progress.state, 'enrolling')
    await here.sallyport.close()
  })

  it('whoever is disabled there is out, and nobody comes in while the table cannot be asked (G6)', async () => {
    const host = hostWith({ id: '7', name: 'ana' }, { id: '8', name: 'bo' })
    const here = await embedded(host)
    const { token } = await signInFirst(here, 'ana')
    const { code } = await signInFirst(here, 'bo')
    host.rows.splice(0, 1, { id: '7', name: 'ana', disabled: true })
    await here.sallyport.users.read()
    assert.equal(await here.sallyport.sessions.read(token), undefined)
    host.breakDown()
    const verdict = await here.sallyport.authentication
      .verify({ account: 'bo', password, code: code() })
      .catch(() => ({ accepted: false }))
    assert.equal(verdict.accepted, false)
    await assert.rejects(here.sallyport.users.read())
    await here.sallyport.close()
  })
})

describe('a password of ours in a program that embeds us', () => {
  it('N-09: is changed inside the sign-in once it has turned up on a list', async () => {
    const clock = fixedClock(noon)
    const here = { database: join(folder, 'own.db'), key: createKey(), clock, jobs: false }
    const before = await createSallyport(here)
    await before.accounts.create({ name: 'cleo', password })
    const { code } = await signInFirst({ sallyport: before, clock }, 'cleo')
    await before.close()

    const file = join(folder, 'breaches.txt')
    writeFileSync(file, `${createHash('sha1').update(password).digest('hex').toUpperCase()}:3\n`)
    const sallyport = await createSallyport({
      ...here,
      factors: { password: { breach: { file }, recheckDays: 0 } },
    })
    const { secret } = await sallyport.authentication.start('cleo')
    const proofs = [
      { factor: 'password', proof: { password } },
      { factor: 'totp', proof: { code: code() } },
    ]
    const { progress, completed } = await sallyport.authentication.prove(secret, proofs, { complete: true })
    assert.deepEqual([progress.state, completed], ['renewing', undefined])
    await assert.rejects(sallyport.authentication.complete(secret), { code: 'attempt.not-satisfied' })
    const renewed = await sallyport.enrolment.renew(secret, 'nettle-harpoon-velvet-38')
    assert.equal(renewed.progress.state, 'satisfied')
    assert.ok((await sallyport.authentication.complete(secret)).completed)
    await sallyport.close()
  })
})
