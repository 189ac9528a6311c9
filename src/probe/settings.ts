import { z } from 'zod'

const path = z
  .string()
  .regex(/^\/[^\s#]*$/, 'must be a path such as /admin')
  .max(500)
const paths = z.array(path).max(20)
const headerName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the name of a header')

const commonIdentityHeaders = [
  'Remote-User',
  'X-Remote-User',
  'X-Forwarded-User',
  'X-Auth-Request-User',
  'X-WEBAUTH-USER',
  'X-Authenticated-User',
]

/** What an administrator tells about the target. */
export const probeSettings = z.strictObject({
  protected: paths.min(1).default(['/']).describe('paths that nobody may see without both factors'),
  api: paths.default([]).describe('the same, for programs: what answers with data'),
  sockets: paths.default([]).describe('paths at which WebSockets are opened'),
  signIn: z
    .strictObject({
      page: path.describe('where the sign-in page is shown'),
      post: path.optional().describe('where name and password are sent; the page itself, if left out'),
      second: path.optional().describe('where the second factor is asked for'),
      form: z.enum(['form', 'json']).default('form').describe('how name and password are sent'),
      name: z.string().max(64).default('username').describe('the field of the name'),
      password: z.string().max(64).default('password').describe('the field of the password'),
    })
    .optional()
    .describe('the sign-in of the application'),
  identityHeaders: z
    .array(headerName)
    .max(20)
    .default(commonIdentityHeaders)
    .describe('headers in which the application is told who is there'),
  marks: z
    .array(z.string().min(3).max(200))
    .max(10)
    .default([])
    .describe('texts that only who is signed in sees: Sign out'),
  account: z
    .strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) })
    .optional()
    .describe('an account for trying, which has a second factor'),
  routes: paths.default([]).describe('other ways to sign in, to which name and password may be sent'),
  commonRoutes: z.boolean().default(false).describe('send them to the ways of common products, too'),
  writes: z.boolean().default(false).describe('send an empty POST to protected paths, too'),
  direct: z.string().max(500).optional().describe('the own port of the application, behind its proxy'),
})

export type ProbeSettings = z.infer<typeof probeSettings>
