import { within } from '../../kernel/deadline.ts'
import type { LdapConfig } from './config.ts'
import type { LdapDeps } from './deps.ts'
import { namesOf, toEntry } from './entry.ts'
import { readGroups } from './groups.ts'
import { readPeople } from './people.ts'
import type { LdapReport, ServerReport } from './report.ts'
import { accessesOf } from './secrets.ts'
import { type Access, openSession, type Session } from './session.ts'

/** Milliseconds that somebody who looks waits for the count. */
const countingTime = 120_000

/** Tries every server, whatever is known of it, and counts what the first one shows us. */
export async function examine(id: string, config: LdapConfig, { clock }: LdapDeps): Promise<LdapReport> {
  const servers: ServerReport[] = []
  let found: Omit<LdapReport, 'servers'> | undefined
  for (const access of accessesOf(id, config)) {
    const began = clock.monotonic()
    const patience = { opening: config.timeout, answer: config.timeout }
    const { session, problem } = await tryToEnter(access, patience)
    const took = Math.round(clock.monotonic() - began)
    servers.push({ url: access.url, reachable: session !== undefined, took, ...(problem ? { problem } : {}) })
    if (session && !found) found = await countIn(config, session, clock.now())
    session?.close()
  }
  return { servers, problems: [], ...found }
}

async function tryToEnter(
  access: Access,
  patience: Parameters<typeof openSession>[1],
): Promise<{ readonly session?: Session; readonly problem?: string }> {
  try {
    return { session: await openSession(access, patience) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

async function countIn(
  config: LdapConfig,
  session: Session,
  at: number,
): Promise<Omit<LdapReport, 'servers'>> {
  try {
    return await within(countingTime, count(config, session, at))
  } catch (error) {
    return { problems: [problemOf(error)] }
  }
}

async function count(config: LdapConfig, session: Session, at: number): Promise<Omit<LdapReport, 'servers'>> {
  const people = []
  let odd = 0
  for await (const one of readPeople(config, session)) {
    const entry = toEntry(config, one, at)
    if (entry) people.push(entry)
    else odd++
  }
  const groups = await readGroups(config, session, people)
  const { id, name } = namesOf(config)
  return {
    people: people.length,
    ...(groups ? { groups: groups.length } : {}),
    problems: odd > 0 ? [`${odd} of the people have no ${id} or no ${name}, and are left out.`] : [],
  }
}

/** What a server or the network said, in one line; the library puts no secret in it. */
function problemOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 300)
}
