import { z } from 'zod'
import { invalidInput } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Typed, Workbench } from '../../simulator.ts'
import { type CardOffice, openOffice } from './office.ts'
import { serveOffice } from './serve.ts'

const whole = (name: string, most: number) =>
  z.coerce
    .number(`must be a number of 1 to ${most}`)
    .int(`must be a whole ${name}`)
    .min(1, 'must be 1 at least')
    .max(most, `must be ${most} at most`)

const options = z.strictObject({
  upn: z.string().min(3).max(254).optional(),
  email: z.email('must be an address').optional(),
  policy: z
    .string()
    .regex(/^[0-2](\.\d{1,9}){1,15}$/, 'must be an object identifier')
    .optional(),
  days: whole('number of days', 3650).default(365),
  password: z
    .string()
    .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 plain letters')
    .default('sallyport'),
  revoke: z.boolean().default(false),
  serve: z.boolean().default(false),
  port: whole('number', 65_535).default(8889),
})
type Options = z.infer<typeof options>

/** `sim smart-card`: issues and revokes cards, or answers about them. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const given = parseWith(options, typed)
  if (given.serve && name !== undefined)
    throw invalidInput([{ path: '--serve', message: 'The authority answers for all cards; name none' }])
  if (given.revoke && name === undefined)
    throw invalidInput([{ path: 'name', message: 'Whose card is to be taken back' }])
  if (name !== undefined && given.revoke) workbench.shelf('card', z.unknown()).find(name)
  const office = openOffice(workbench)
  if (given.serve) return serveOffice(workbench, office, given.port)
  if (name === undefined) return showOffice(workbench, office)
  if (given.revoke) return revoke(workbench, office, name)
  issue(workbench, office, name, given)
}

function issue({ show }: Workbench, office: CardOffice, name: string, given: Options): void {
  const { upn, email, policy, days, password, port } = given
  const wish = {
    name,
    days,
    email,
    principalName: upn,
    policies: policy === undefined ? [] : [policy],
    address: `http://127.0.0.1:${port}`,
  }
  const { p12, certificate, key } = office.issue(wish, password)
  show.result({ name, p12, certificate, key, authority: office.root, list: office.list })
  show.line(p12)
  show.note(`Import it into a browser; its password is "${password}".`)
}

function revoke({ show }: Workbench, office: CardOffice, name: string): void {
  office.revoke(name)
  show.result({ name, revoked: true, list: office.list })
  show.line(office.list)
  show.note(`The card of ${name} is on the list now.`)
}

function showOffice({ show }: Workbench, office: CardOffice): void {
  const items = office.cards().map(({ name, serial, notAfter, revokedAt }) => ({
    name,
    serial,
    goodUntil: new Date(notAfter).toISOString(),
    revoked: revokedAt !== undefined,
  }))
  show.result({ authority: office.root, list: office.list, items })
  show.line(`Authority  ${office.root}`)
  show.line(`List       ${office.list}`)
  show.table(
    ['NAME', 'SERIAL', 'GOOD UNTIL', ''],
    items.map(({ name, serial, goodUntil, revoked }) => [
      name,
      serial,
      goodUntil.slice(0, 10),
      revoked ? 'revoked' : '',
    ]),
  )
}
