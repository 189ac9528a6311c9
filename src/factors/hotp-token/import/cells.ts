import { z } from 'zod'
import type { FoundToken } from './found-token.ts'
import type { Reading } from './reading.ts'

/** A token as a line tells of it, its secret not read yet: how all of a file are encoded only the whole file shows. */
export type Row = Omit<FoundToken, 'secret'> & { readonly secret: string }

/** What may stand in a line, by column, as it is written. */
export type Cells = Readonly<Partial<Record<keyof z.input<typeof cells>, string | undefined>>>

const whole = z.string().regex(/^\d{1,19}$/)

const kinds = {
  hotp: 'event',
  event: 'event',
  totp: 'time',
  time: 'time',
  ocra: 'challenge',
  challenge: 'challenge',
} as const

const cells = z.object({
  serial: z.string().default(''),
  secret: z.string().default(''),
  kind: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['hotp', 'event', 'totp', 'time', 'ocra', 'challenge']))
    .optional(),
  digits: whole.transform(Number).optional(),
  period: whole.transform(Number).optional(),
  counter: whole.transform(BigInt).optional(),
  algorithm: z.string().optional(),
  suite: z.string().optional(),
  maker: z.string().optional(),
  model: z.string().optional(),
})

/** A line as a row; what it does not say, the options say, and at last `usual`. Undefined, and a problem, where it is broken. */
export function rowOf(
  { options, problems }: Reading,
  usual: Row['kind'],
  where: string,
  line: Cells,
): Row | undefined {
  const parsed = cells.safeParse(line)
  if (!parsed.success) {
    const column = parsed.error.issues[0]?.path.join('.') ?? ''
    problems.add({ where, reason: `its ${column} cannot be read`, remedy: 'Check that the line is whole.' })
    return undefined
  }
  const { kind, ...said } = parsed.data
  return {
    ...said,
    where,
    kind: kind ? kinds[kind] : (options.kind ?? usual),
    digits: said.digits ?? options.digits,
    period: said.period ?? options.period,
    algorithm: said.algorithm ?? options.algorithm,
  }
}
