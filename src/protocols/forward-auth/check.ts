import { isIP } from 'node:net'
import { type Admission, type Surroundings, stillAdmitted } from '../../authentication/index.ts'
import { millisecondsOf } from '../../kernel/duration.ts'
import type { Wish } from '../../policy/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { cookieIn, siteCookie } from './cookies.ts'
import type { Visitor } from './identity.ts'
import type { Original } from './original.ts'
import { pathOf, ruleFor } from './path.ts'
import { forwardAuthKind, type PathRule } from './settings.ts'
import type { Site } from './site.ts'
import type { SiteStore } from './store.ts'

/** let: with a visitor, or with none where the path is open · sign-in: nobody is, or not enough · deny: nobody may. */
export type Checked =
  | { readonly outcome: 'let'; readonly visitor: Visitor | undefined }
  | { readonly outcome: 'sign-in' }
  | { readonly outcome: 'deny'; readonly reason: 'ambiguous-path' | 'forged-header' | 'not-in-group' }

/** Where headers came that pass for those of the proxy. */
export const forged = { outcome: 'deny', reason: 'forged-header' } as const

export interface CheckInput {
  readonly site: Site
  readonly original: Original
  readonly cookies: string | undefined
  readonly userAgent: string | undefined
}

type CheckDeps = DoorDeps & { readonly store: SiteStore }

/** Whether one request may go on to the site: decided anew for each, by the engine (R3). */
export async function checkRequest(deps: CheckDeps, input: CheckInput): Promise<Checked> {
  const { site, original } = input
  const path = pathOf(original.target)
  if (path === undefined) return { outcome: 'deny', reason: 'ambiguous-path' }
  const rule = ruleFor(site.settings, path)
  const admission = await admissionOf(deps, input, rule)
  if (!admission) return rule?.open ? { outcome: 'let', visitor: undefined } : { outcome: 'sign-in' }
  const visitor = await visitorOf(deps, admission)
  if (mayVisit(site, visitor)) return { outcome: 'let', visitor }
  // What is open is open for them, too, as for a stranger: the site hears of nobody whom it is not for.
  return rule?.open ? { outcome: 'let', visitor: undefined } : { outcome: 'deny', reason: 'not-in-group' }
}

async function admissionOf(
  deps: CheckDeps,
  { site, original, cookies, userAgent }: CheckInput,
  rule: PathRule | undefined,
): Promise<Admission | undefined> {
  const token = cookieIn(cookies, siteCookie)
  const session = token === undefined ? undefined : await deps.store.findSession(token, site.application.id)
  if (!session) return undefined
  return stillAdmitted(deps, session.admissionId, surroundingsOf(original.source, userAgent), wishOf(rule))
}

/** Whence a visitor comes, as the site's own proxy says; what is no address is not known, and demands (R15). */
export function surroundingsOf(source: string | undefined, userAgent: string | undefined): Surroundings {
  return {
    door: forwardAuthKind.id,
    source: source !== undefined && isIP(source) !== 0 ? sourceBucket(source) : undefined,
    userAgent,
  }
}

export function wishOf(rule: PathRule | undefined): Wish | undefined {
  if (!rule || rule.open) return undefined
  const { assurance, phishingResistant, fresh } = rule
  if (assurance === undefined && !phishingResistant && fresh === undefined) return undefined
  return { assurance, phishingResistant, fresh: fresh === undefined ? undefined : millisecondsOf(fresh) }
}

async function visitorOf(deps: DoorDeps, admission: Admission): Promise<Visitor> {
  const { id } = admission.account
  const [groups, contacts] = await Promise.all([deps.groups.listOf(id), deps.contacts.listOf(id)])
  const email = contacts.find(({ type, verifiedAt }) => type === 'email' && verifiedAt !== undefined)
  return { admission, groups: groups.map(({ name }) => name), email: email?.value }
}

function mayVisit({ settings }: Site, { groups }: Visitor): boolean {
  if (!settings.groups) return true
  const wanted = new Set(settings.groups.map((name) => name.toLowerCase()))
  return groups.some((name) => wanted.has(name.toLowerCase()))
}
