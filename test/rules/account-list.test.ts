import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import { createAccount, disableAccount, listAccounts } from '../../src/administration/index.ts'
import { eachEngine, operator, passwordOnly, person, setUpAdministrator, type World } from '../kit/engine.ts'

eachEngine(
  'the list is narrowed by the server: a page is full of those who fit, whoever stands between them',
  async (world) => {
    await setUpAdministrator(world, 'Zoe')
    await passwordOnly(world, 'Root', 'administrator')
    for (const name of ['Ana', 'Cleo']) await person(world, name)
    for (const name of ['Ben', 'Dora', 'Emil']) await passwordOnly(world, name)
    const gone = await passwordOnly(world, 'Fritz')
    await disableAccount(world.engine, { actor: operator, accountId: gone.id, reason: 'left' })

    assert.deepEqual(await namesOf(world, { protected: true }), ['Ana', 'Cleo', 'Zoe'])
    assert.deepEqual(await namesOf(world, { protected: false, status: 'active' }), [
      'Ben',
      'Dora',
      'Emil',
      'Root',
    ])
    assert.deepEqual(await namesOf(world, { protected: false, role: 'administrator' }), ['Root'])
    assert.deepEqual(await namesOf(world, { status: 'disabled' }), ['Fritz'])
  },
)

eachEngine('somebody is found by a part of an e-mail address, also by what is no letter', async (world) => {
  const { engine } = world
  for (const [name, email] of [
    ['Ana', 'Ana_Costa@harbour.example'],
    ['Ben', 'ben@harbour.example'],
  ] as const) {
    await createAccount(engine, { actor: operator, name: typedName.parse(name), email })
  }
  assert.deepEqual(await namesOf(world, { search: 'harbour.ex' }), ['Ana', 'Ben'])
  assert.deepEqual(await namesOf(world, { search: 'ANA_costa' }), ['Ana'])
  assert.deepEqual(await namesOf(world, { search: 'n_c' }), [])
})

/** The names on all pages of two. */
async function namesOf(
  { engine }: World,
  query: Parameters<typeof listAccounts>[1]['query'],
): Promise<readonly string[]> {
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await listAccounts(engine, {
      actor: operator,
      query: { ...query, limit: 2, ...(cursor ? { cursor } : {}) },
    })
    if (page.next !== undefined) assert.equal(page.items.length, 2)
    names.push(...page.items.map(({ name }) => name))
    cursor = page.next
  } while (cursor !== undefined)
  return names
}
