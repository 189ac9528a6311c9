import { z } from 'zod'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import { type Begun, type Confirmed, authenticatorView as viewOf } from '../../enrolment/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { showProgress } from './presence.ts'
import { attemptView, authenticatorView, id, show, time } from './views.ts'

/** What setting something up takes and gives, whoever may do it. */

export const beginBody = z.strictObject({
  factor: z.string().max(64),
  label: z.string().max(64).optional(),
  options: z.unknown().optional(),
})

export const begunView = z.object({
  id,
  factor: z.string(),
  label: z.string(),
  status: z.literal('pending'),
  confirms: z.boolean(),
  show,
  expiresAt: time.optional(),
})

export function showBegun({ authenticator, confirms, expiresAt, show: shown }: Begun) {
  const ends = expiresAt === undefined ? {} : { expiresAt }
  return { ...authenticator, status: 'pending', confirms, show: shown, ...ends }
}

/** Who has joined an offer elsewhere: for the page that waits. */
export const joinedView = z.object({ joined: show.optional() })

export const confirmBody = z.strictObject({ answer: z.unknown() })

export const confirmedView = z.object({
  authenticator: authenticatorView,
  show: show.optional(),
  recovery: show.optional(),
  attempt: attemptView.optional(),
})

export async function showConfirmed(deps: DoorDeps, confirmed: Confirmed) {
  const row = await deps.authenticators.find(confirmed.authenticatorId)
  if (!row) throw authenticatorNotFound()
  const { recovery, progress } = confirmed
  return {
    authenticator: viewOf(deps, row),
    ...(confirmed.show ? { show: confirmed.show } : {}),
    ...(recovery ? { recovery } : {}),
    ...(progress ? { attempt: showProgress(progress) } : {}),
  }
}
