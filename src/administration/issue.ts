import type { Account, Name } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { retrying, type Surroundings } from '../authentication/index.ts'
import { type Begun, planOffer } from '../enrolment/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type Actor, actorName, requirePermission } from './actor.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { accountIsDisabled, portalIsNoIssuer } from './errors.ts'

export interface IssueInput {
  readonly actor: Actor
  /** Both come into being with it where they are missing. */
  readonly account: Name
  readonly issuer: Name
  readonly factor: string
  /** As the factor takes them. */
  readonly options?: unknown
  readonly surroundings: Surroundings
}

export interface Issued {
  readonly account: Account
  readonly issuer: Application
  /** Shown once; it counts from its first accepted code on. */
  readonly begun: Begun
}

const changes = { role: 'administrator', scope: 'administration', changes: true } as const

/** Makes an authenticator for an account of an issuer. An offer of the same two that waits still is replaced. */
export async function issueAuthenticator(deps: AdministrationDeps, input: IssueInput): Promise<Issued> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  return retrying(() => issueRound(deps, input))
}

async function issueRound(deps: AdministrationDeps, input: IssueInput): Promise<Issued | 'lost'> {
  const { actor, factor, options, surroundings } = input
  const owner = await accountFor(deps, actor, input.account)
  const made = await issuerFor(deps, actor, input.issuer)
  const authority = {
    by: 'operator',
    actor: actorName(actor),
    account: owner.account,
    application: made.issuer,
  } as const
  const offer = await planOffer(deps, { authority, factor, options, surroundings })
  const outcome = await bookBy(deps, actor, {
    statements: [...owner.statements, ...made.statements, ...offer.statements],
    events: [...owner.events, ...made.events, ...offer.events],
    locks: offer.locks,
  })
  return outcome === 'refused' ? 'lost' : { account: owner.account, issuer: made.issuer, begun: offer.begun }
}

/** What comes into being on the way. */
interface Making {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
}

const nothing: Making = { statements: [], events: [] }

async function accountFor(
  deps: AdministrationDeps,
  actor: Actor,
  name: Name,
): Promise<Making & { readonly account: Account }> {
  const known = await deps.accounts.findByName(name.key)
  if (known && known.status !== 'active') throw accountIsDisabled(known.name)
  if (known) return { account: known, ...nothing }
  const { account, statement } = deps.accounts.create({ name })
  const details = { role: account.role }
  const event = { ...doneBy(deps, actor), event: 'account.created', accountId: account.id, details }
  return { account, statements: [statement], events: [event] }
}

async function issuerFor(
  deps: AdministrationDeps,
  actor: Actor,
  name: Name,
): Promise<Making & { readonly issuer: Application }> {
  const known = await deps.applications.findByName(name.key)
  if (known?.kind === 'portal') throw portalIsNoIssuer(known.name)
  if (known) return { issuer: known, ...nothing }
  const { application, statement } = deps.applications.create({ name, kind: 'issuer' })
  const details = { kind: application.kind, class: application.class }
  const event = {
    ...doneBy(deps, actor),
    event: 'application.created',
    applicationId: application.id,
    details,
  }
  return { issuer: application, statements: [statement], events: [event] }
}

function doneBy(deps: AdministrationDeps, actor: Actor) {
  return { at: deps.storage.clock.now(), outcome: 'done', actor: actorName(actor) } as const
}
