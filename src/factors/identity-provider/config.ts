import { z } from 'zod'
import { isLoopback } from '../../kernel/loopback.ts'

/** Signatures of keys that only the provider has: none that a shared secret or nobody makes. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const providerId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a short name of small letters, digits and dashes')

const provider = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .regex(/^[^\p{Cc}]+$/u, 'must be one line')
      .describe('What people know it by: its button says "Continue with" and this.'),
    issuer: z
      .string()
      .refine(isIssuer, 'must be an https address; http reaches this machine only')
      .describe(
        'Its issuer identifier, letter by letter as its discovery document has it, slash at the end or not.',
      ),
    clientId: z.string().min(1).max(256).describe('What it knows us by.'),
    clientSecret: z
      .string()
      .min(1)
      .optional()
      .describe('Its secret for us; better in a file. Without one we are a public client, kept by PKCE.'),
    clientSecretFile: z.string().min(1).optional().describe('The file that holds its secret for us.'),
    authentication: z
      .enum(['basic', 'post'])
      .default('basic')
      .describe('How we show the secret: in the header, or in the body.'),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be a scope, such as profile'))
      .max(20)
      .default(['profile'])
      .describe(
        'What is asked for besides openid. What it says of people is shown to them, and links nobody.',
      ),
    subject: z
      .enum(['sub', 'oid'])
      .default('sub')
      .describe(
        'The claim that people are known by: sub. At Entra ID oid, which stays when we are registered there anew.',
      ),
    algorithm: z
      .enum(algorithms)
      .default('RS256')
      .describe('What its ID tokens are signed with; others are refused.'),
    signOut: z
      .boolean()
      .default(true)
      .describe(
        'Whether sessions here end when it tells us that the sign-in there is over (OpenID Connect Back-Channel Logout).',
      ),
    timeout: z
      .int()
      .min(500)
      .max(30_000)
      .default(5_000)
      .describe('Milliseconds to wait for it, all that is asked for one sign-in together.'),
  })
  .refine((one) => one.clientSecret === undefined || one.clientSecretFile === undefined, {
    path: ['clientSecretFile'],
    error: 'takes one of clientSecret and clientSecretFile',
  })

export type ProviderConfig = z.infer<typeof provider>

/** Identity providers elsewhere whose sign-in opens the first door here. Without any the factor is off. */
export const identityProviderConfig = z.strictObject({
  providers: z
    .record(providerId, provider)
    .refine((all) => Object.keys(all).length <= 8, 'may be eight at most')
    .default({})
    .describe('Each by a short name of ours.'),
  perAccount: z
    .int()
    .min(1)
    .max(8)
    .default(4)
    .describe('Accounts elsewhere that one account may be linked to.'),
})

export type IdentityProviderConfig = z.infer<typeof identityProviderConfig>

/** OpenID Connect Discovery §3: https, without query or fragment. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}
