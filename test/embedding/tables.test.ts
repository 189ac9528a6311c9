import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { blocksOf } from '../docs/examples.ts'
import { onPostgres } from '../kit/databases.ts'
import { openByDrizzle } from './drizzle.fixture.ts'
import { embedded, password, signInFirst } from './embedded.fixture.ts'
import { openByKysely } from './kysely.fixture.ts'
import { openByPrisma, skipWithoutPrisma } from './prisma.fixture.ts'
import { asProgram, makeTable, type Program } from './program.fixture.ts'

const programs: Readonly<Record<string, (url: string) => Program | Promise<Program>>> = {
  kysely: openByKysely,
  drizzle: openByDrizzle,
  ...(skipWithoutPrisma ? {} : { prisma: openByPrisma }),
}

test('users by Prisma', { skip: skipWithoutPrisma }, () => {})

for (const [name, openProgram] of Object.entries(programs))
  onPostgres(
    `the users of a program that reads its table by ${name} sign in, and are out at once`,
    async ({ database }) => {
      await makeTable(database)
      const program = await openProgram(database)
      const here = await embedded(program)
      const { authentication, sessions, users } = here.sallyport
      try {
        const ana = await signInFirst(here, 'ana')
        const bo = await signInFirst(here, 'bo')
        assert.equal((await sessions.read(ana.token))?.assurance, 2)
        const wrong = await authentication.verify({ account: 'ana', password: 'another', code: ana.code() })
        assert.equal(wrong.accepted, false)
        const nobody = await authentication.verify({ account: 'cy', password, code: '123456' })
        assert.equal(nobody.accepted, false)

        await asProgram(database, "update users set disabled = true where id = '7'")
        const late = await authentication.verify({ account: 'ana', password, code: ana.code() })
        assert.equal(late.accepted, false, 'each sign-in looks them up')
        await users.read()
        assert.equal(await sessions.read(ana.token), undefined)

        await asProgram(database, "delete from users where id = '8'")
        await users.read()
        assert.equal(await sessions.read(bo.token), undefined, 'gone there is gone here')
      } finally {
        await here.sallyport.close()
        await program.close()
      }
    },
  )

const root = join(import.meta.dirname, '../..')
const linesOf = (text: string) => text.split('\n').map((line) => line.trim())
const sources = {
  kysely: 'test/embedding/kysely.fixture.ts',
  drizzle: 'test/embedding/drizzle.fixture.ts',
  prisma: 'integrations/prisma/users.ts',
}

for (const [name, source] of Object.entries(sources))
  test(`the guide shows what runs by ${name}, line by line`, () => {
    const run = linesOf(readFileSync(join(root, source), 'utf8')).join('\n')
    const blocks = blocksOf(readFileSync(join(root, 'docs/guide/for-developers.md'), 'utf8'), 'ts')
    const shown = blocks.find((one) => one.startsWith(`// ${name}`))
    assert.ok(shown)
    const [, ...lines] = linesOf(shown).filter((line) => !line.includes('createSallyport'))
    assert.ok(run.includes(lines.join('\n')), name)
  })
