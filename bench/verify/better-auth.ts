import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { encodeBase32 } from '@sallyport/otp'
import { betterAuth } from 'better-auth'
import { symmetricEncrypt } from 'better-auth/crypto'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { twoFactor } from 'better-auth/plugins'
import { answerWith, portOf } from '../kit/child.ts'
import { type ContestantRequest, type Started, type Usage, usage } from './contestant.ts'
import { nameOf, secretOf } from './people.ts'
import { rivalOrigin, rivalSecret, rivalTicket } from './rival.ts'

const signInLasts = 3_600_000

/**
 * better-auth with its two-factor plugin, its own SQLite and its own HTTP handler, as durable as ours. Everybody has
 * given the password already: what is measured is the TOTP step of the sign-in, which ends in a session.
 */
answerWith<ContestantRequest, Started | Usage>(async (request) => {
  if (request.type === 'usage') return usage()
  const database = new DatabaseSync(request.database)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const auth = openAuth(database)
  await (await getMigrations(auth.options)).runMigrations()
  database.exec('BEGIN')
  for (let person = 0; person < request.people; person++) await addPerson(auth, person)
  database.exec('COMMIT')

  const server = createServer(toNodeHandler(auth))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const pragma = database.prepare('PRAGMA synchronous').get()
  return { port: portOf(server), authorization: '', durable: Number(pragma?.synchronous) >= 2 }
})

type Auth = ReturnType<typeof openAuth>

function openAuth(database: DatabaseSync) {
  return betterAuth({
    database,
    secret: rivalSecret,
    baseURL: rivalOrigin,
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true },
    plugins: [twoFactor()],
    logger: { level: 'error' },
    telemetry: { enabled: false },
  })
}

async function addPerson(auth: Auth, person: number): Promise<void> {
  const { adapter, internalAdapter } = await auth.$context
  const user = await internalAdapter.createUser(
    {
      name: nameOf(person),
      email: `person-${person}@example.com`,
      emailVerified: true,
      twoFactorEnabled: true,
    },
    { method: 'email' },
  )
  const secret = `base32:${encodeBase32(secretOf(person))}`
  await adapter.create({
    model: 'twoFactor',
    data: {
      userId: user.id,
      secret: await symmetricEncrypt({ key: rivalSecret, data: secret }),
      backupCodes: await symmetricEncrypt({ key: rivalSecret, data: '[]' }),
      verified: true,
    },
  })
  const expiresAt = new Date(Date.now() + signInLasts)
  const identifier = rivalTicket(person)
  await internalAdapter.createVerificationValue({ identifier, value: user.id, expiresAt })
  await internalAdapter.createVerificationValue({
    identifier: `2fa-attempts-${identifier}`,
    value: '0',
    expiresAt,
  })
}
