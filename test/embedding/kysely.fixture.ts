import { verify as verifyHash } from '@node-rs/argon2'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import type { HostUsers } from '../../src/index.ts'
import { hashOfNobody, type Program } from './program.fixture.ts'

interface Tables {
  users: { id: string; name: string; email: string | null; disabled: boolean; hash: string }
}

/** A program that keeps its users by Kysely. */
export function openByKysely(url: string): Program {
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }),
  })

  async function hashOf(id = ''): Promise<string | undefined> {
    const row = await db.selectFrom('users').select('hash').where('id', '=', id).executeTakeFirst()
    return row?.hash
  }

  const users: HostUsers = {
    all: () => db.selectFrom('users').select(['id', 'name', 'email', 'disabled']).execute(),
    find: (id) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst(),
    // Nobody: the same work, and no.
    checkPassword: async (id, password) => verifyHash((await hashOf(id)) ?? hashOfNobody, password),
  }
  return { users, close: () => db.destroy() }
}
