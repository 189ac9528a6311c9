import { z } from 'zod'
import { setUpPending } from '../../administration/index.ts'
import { mailsPasswordLinks } from '../../authentication/index.ts'
import type { Guide } from '../../factors/factor.ts'
import { csrfToken } from './csrf.ts'
import { type Route, route } from './route.ts'

const graded = z.object({ grade: z.number().int().min(1).max(5), why: z.string() })

const guideView = z.object({
  name: z.string(),
  summary: z.string(),
  needs: z.string(),
  steps: z.array(z.string()),
  ways: z
    .array(
      z.object({
        name: z.string(),
        steps: z.array(z.object({ text: z.string(), drawing: z.string() })),
        note: z.string(),
      }),
    )
    .optional()
    .describe('The same with the common apps or devices; the drawings are those of its screens'),
  cost: graded,
  ease: graded,
  security: graded,
  tips: z.array(z.string()),
  troubles: z.array(z.object({ sign: z.string(), help: z.string() })),
  whenLost: z.array(z.string()),
})

const portalView = z.object({
  name: z.string(),
  baseUrl: z.string(),
  csrf: z.string().describe('To be sent back as X-Sallyport-CSRF with every change'),
  setUpPending: z.boolean(),
  mfa: z.enum(['required', 'offered']),
  mailsPasswordLinks: z
    .boolean()
    .describe('Whether whoever forgot their password is mailed a link to choose another'),
  factors: z.array(
    z.object({
      id: z.string(),
      role: z.enum(['factor', 'recovery']),
      first: z.boolean(),
      opens: z.boolean(),
      handedOut: z.boolean(),
      tied: z.boolean().describe('Whether an administrator may tie it to an account'),
      available: z.boolean().describe('Whether it can be set up in this installation'),
      phishingResistant: z.boolean(),
      restricted: z.boolean(),
      perAccount: z.number().int(),
      guide: guideView,
      messages: z.record(z.string(), z.string()),
      settings: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('What its screens need to know of this installation'),
    }),
  ),
})

const show = route({
  method: 'GET',
  path: '/portal',
  access: { by: 'anyone' },
  tag: 'Portal',
  summary:
    'What the screens need before anyone has signed in: names, factors with their guides, the CSRF value.',
  answer: portalView,
  async handle({ deps, request, reply }) {
    return {
      body: {
        name: deps.name,
        baseUrl: deps.baseUrl,
        csrf: csrfToken(deps, request, reply),
        setUpPending: await setUpPending(deps),
        mfa: deps.policy.mfa,
        mailsPasswordLinks: mailsPasswordLinks(deps),
        factors: deps.factors.all.map(({ id, traits, guide, messages, unavailable, settings, tie }) => ({
          id,
          role: traits.role,
          first: traits.first,
          handedOut: traits.handedOut === true,
          tied: tie !== undefined && unavailable?.('enrol') === undefined,
          available: unavailable?.('enrol') === undefined,
          opens: traits.opens === true && unavailable?.('prove') === undefined,
          phishingResistant: traits.phishingResistant,
          restricted: traits.restricted,
          perAccount: traits.perAccount,
          guide: teachingOf(guide),
          messages,
          ...(settings ? { settings: settings() } : {}),
        })),
      },
    }
  },
})

/** What whoever chooses for others weighs is for the console. */
function teachingOf({ comparison: _, ...teaching }: Guide): Omit<Guide, 'comparison'> {
  return teaching
}

export const portalRoutes: readonly Route[] = [show]
