import { z } from 'zod'
import { urn } from './attributes.ts'

const text = z.string().max(1_024)
const several = <Value extends z.ZodType>(value: Value) => z.array(value).max(20)
const marked = { type: text, primary: z.boolean(), display: text }
/** Entra says "True" and "False". */
const truth = z.preprocess(
  (value) =>
    typeof value === 'string' ? ({ true: true, false: false }[value.toLowerCase()] ?? value) : value,
  z.boolean(),
)

const plural = several(
  z
    .object({ ...marked, primary: truth, value: text })
    .partial()
    .required({ value: true }),
)

/** What is kept of a user for whoever sent it (RFC 7643 §4.1, §4.3); all else is passed over. */
const userProfile = z
  .object({
    displayName: text,
    nickName: text,
    profileUrl: text,
    title: text,
    userType: text,
    preferredLanguage: text,
    locale: text,
    timezone: text,
    name: z
      .object({
        formatted: text,
        familyName: text,
        givenName: text,
        middleName: text,
        honorificPrefix: text,
        honorificSuffix: text,
      })
      .partial(),
    emails: plural,
    phoneNumbers: plural,
    roles: plural,
    addresses: several(
      z
        .object({
          ...marked,
          primary: truth,
          formatted: text,
          streetAddress: text,
          locality: text,
          region: text,
          postalCode: text,
          country: text,
        })
        .partial(),
    ),
    [urn.enterprise]: z
      .object({
        employeeNumber: text,
        costCenter: text,
        organization: text,
        division: text,
        department: text,
        manager: z.preprocess(
          (value) => (typeof value === 'string' ? { value } : value),
          z.object({ value: text, displayName: text }).partial(),
        ),
      })
      .partial(),
  })
  .partial()

export type UserProfile = z.infer<typeof userProfile>

/** What a user is made from. */
export const userBody = userProfile.extend({
  userName: z.string().min(1).max(1_024),
  externalId: z.string().min(1).max(256).optional(),
  active: truth.default(true),
})

export const mostMembers = 10_000

export const groupBody = z.object({
  displayName: z.string().min(1).max(1_024),
  externalId: z.string().min(1).max(256).optional(),
  members: z
    .array(z.object({ value: z.string().min(1).max(64) }))
    .max(mostMembers)
    .default([]),
})

const operation = z.object({
  op: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['add', 'replace', 'remove'])),
  path: z.string().max(2_000).optional(),
  value: z.unknown().optional(),
})

export const patchBody = z.object({ Operations: z.array(operation).min(1).max(100) })

const integer = z.coerce.number().int()

/** What a list is asked for; in the address, or in the body of a search. */
export const query = z.object({
  filter: z.string().max(2_000).optional(),
  startIndex: integer
    .catch(1)
    .default(1)
    .transform((at) => Math.max(1, at)),
  count: integer
    .catch(100)
    .default(100)
    .transform((count) => Math.min(200, Math.max(0, count))),
  attributes: names(),
  excludedAttributes: names(),
})

export type Query = z.infer<typeof query>

/** Names behind commas, or one by one. */
function names() {
  return z
    .union([z.string().max(2_000), z.array(z.string().max(200)).max(50)])
    .optional()
    .transform((value) => (typeof value === 'string' ? value.split(',') : (value ?? [])))
    .transform((all) => all.map((name) => name.trim()).filter(Boolean))
}
