import type { Account, Name } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { retrying, type Surroundings } from '../authentication/index.ts'
import { type Begun, type PlannedOffer, planOffer } from '../enrolment/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type Actor, actorName, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { accountIsDisabled, portalIsNoIssuer } from './errors.ts'

/** An authenticator to be made for an account of an issuer; both come into being with it where they are missing. */
export interface IssueEntry {
  readonly account: Name
  readonly issuer: Name
  readonly factor: string
  /** As the factor takes them: a key that is brought along. */
  readonly options?: unknown
}

export interface IssueInput {
  readonly actor: Actor
  readonly entries: readonly IssueEntry[]
  readonly surroundings: Surroundings
  readonly onProgress?: (done: number) => void
}

export interface Issued {
  readonly account: Account
  readonly issuer: Application
  /** Shown once; it counts from its first accepted code on. */
  readonly begun: Begun
}

const changes = { role: 'administrator', scope: 'administration', changes: true } as const

/** Issues all of them in one booking, or none. An offer of the same account and issuer that waits still is replaced. */
export async function issueAuthenticators(
  deps: AdministrationDeps,
  input: IssueInput,
): Promise<readonly Issued[]> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  return retrying(() => issueRound(deps, input))
}

async function issueRound(deps: AdministrationDeps, input: IssueInput): Promise<readonly Issued[] | 'lost'> {
  const owners = ownersFor(deps, input.actor)
  const issued: Issued[] = []
  const offers: PlannedOffer[] = []
  for (const { account: name, issuer: issuerName, factor, options } of input.entries) {
    const account = await owners.account(name)
    const issuer = await owners.issuer(issuerName)
    const authority = { by: 'operator', actor: actorName(input.actor), account, application: issuer } as const
    const offer = await planOffer(deps, { authority, factor, options, surroundings: input.surroundings })
    offers.push(offer)
    issued.push({ account, issuer, begun: offer.begun })
    input.onProgress?.(issued.length)
  }
  const made = owners.made()
  const outcome = await deps.storage.book({
    statements: [...made.statements, ...offers.flatMap((offer) => offer.statements)],
    events: [...made.events, ...offers.flatMap((offer) => offer.events)],
    locks: [...new Set(offers.flatMap((offer) => offer.locks))],
  })
  return outcome === 'refused' ? 'lost' : issued
}

/** Accounts and issuers by name: those that are there, and those that are made on the way. */
function ownersFor(deps: AdministrationDeps, actor: Actor) {
  const accounts = new Map<string, Account>()
  const issuers = new Map<string, Application>()
  const statements: Statement[] = []
  const events: AuditEntry[] = []
  const done = { at: deps.storage.clock.now(), outcome: 'done', actor: actorName(actor) } as const

  return {
    made: () => ({ statements, events }),

    async account(name: Name): Promise<Account> {
      const known = accounts.get(name.key) ?? (await deps.accounts.findByName(name.key))
      if (known && known.status !== 'active') throw accountIsDisabled(known.name)
      if (known) return remember(accounts, known)
      const { account, statement } = deps.accounts.create({ name })
      statements.push(statement)
      events.push({
        ...done,
        event: 'account.created',
        accountId: account.id,
        details: { role: account.role },
      })
      return remember(accounts, account)
    },

    async issuer(name: Name): Promise<Application> {
      const known = issuers.get(name.key) ?? (await deps.applications.findByName(name.key))
      if (known?.kind === 'portal') throw portalIsNoIssuer(known.name)
      if (known) return remember(issuers, known)
      const { application, statement } = deps.applications.create({ name, kind: 'issuer' })
      statements.push(statement)
      const details = { kind: application.kind, class: application.class }
      events.push({ ...done, event: 'application.created', applicationId: application.id, details })
      return remember(issuers, application)
    },
  }
}

function remember<Owner extends { readonly key: string }>(known: Map<string, Owner>, owner: Owner): Owner {
  known.set(owner.key, owner)
  return owner
}
