import { verify as verifyHash } from '@node-rs/argon2'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { Pool } from 'pg'
import type { HostUsers } from '../../src/index.ts'
import { hashOfNobody, type Program } from './program.fixture.ts'

const users = pgTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text(),
  disabled: boolean().notNull(),
  hash: text().notNull(),
})

/** A program that keeps its users by Drizzle. */
export function openByDrizzle(url: string): Program {
  const pool = new Pool({ connectionString: url })
  const db = drizzle(pool, { schema: { users } })

  async function hashOf(id = ''): Promise<string | undefined> {
    const [row] = await db.select({ hash: users.hash }).from(users).where(eq(users.id, id))
    return row?.hash
  }

  const hostUsers: HostUsers = {
    all: () => db.select().from(users),
    find: (id) => db.query.users.findFirst({ where: eq(users.id, id) }),
    checkPassword: async (id, password) => verifyHash((await hashOf(id)) ?? hashOfNobody, password),
  }
  return { users: hostUsers, close: () => pool.end() }
}
