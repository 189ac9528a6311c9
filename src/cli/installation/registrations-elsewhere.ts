import { z } from 'zod'
import { applicationClass } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { RegistrationsPort } from './registrations.ts'
import type { Rest } from './rest.ts'

const token = z.object({
  id: z.custom<Id<'registration-token'>>((value) => typeof value === 'string' && isId(value)),
  name: z.string(),
  prefix: z.string(),
  class: applicationClass,
  uses: z.number(),
  used: z.number(),
  expiresAt: z.number(),
  revokedAt: z.number().optional(),
})
const answers = {
  tokens: z.object({ items: z.array(token) }),
  issued: token.extend({ token: z.string() }),
  anything: z.unknown(),
}

/** Applications that register themselves at an installation elsewhere. */
export function registrationsElsewhere(rest: Rest): RegistrationsPort {
  return {
    listRegistrationTokens: async () =>
      (await rest({ path: 'registration-tokens', answer: answers.tokens })).items,
    issueRegistrationToken: (body) => rest({ path: 'registration-tokens', body, answer: answers.issued }),
    async revokeRegistrationToken(id, reason) {
      const path = `registration-tokens/${id}`
      await rest({ method: 'DELETE', path, query: { reason }, answer: answers.anything })
    },
    async approveRegistration(id, body) {
      await rest({ path: `applications/${id}/approval`, body, answer: answers.anything })
    },
  }
}
