import { z } from 'zod'
import { invalidInput, SallyportError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Shelf, Typed, Workbench } from '../../simulator.ts'
import { type Asked, factsOf } from './asked.ts'
import { type Outcome, siteAt } from './site.ts'
import { type Answer, softwarePhone } from './software-phone.ts'

const options = z.strictObject({
  join: z
    .url('must be the link beneath the picture')
    .regex(/#[A-Za-z0-9_-]{43}$/, 'must be the whole link, with what stands behind #')
    .optional(),
  approve: z
    .string()
    .transform((typed) => typed.replaceAll(' ', ''))
    .pipe(z.string().regex(/^\d{6}$/, 'must be the six digits of the other screen'))
    .optional(),
  deny: z.boolean().default(false),
  report: z.boolean().default(false),
})

const kept = z.strictObject({
  origin: z.string(),
  /** PKCS #8, PEM. */
  privateKey: z.string(),
})
type Kept = z.infer<typeof kept>

/** `sim push`: makes a phone, or has one look and answer. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { join, ...said } = parseWith(options, typed)
  const answer = answerIn(said)
  const shelf = workbench.shelf('push', kept)
  if (name === undefined) return showPhones(workbench, shelf)
  if (join === undefined) return respond(workbench, name, shelf.find(name), answer)
  if (answer) throw invalidInput([{ path: '--join', message: 'A phone joins, or answers' }])
  return joinAs(workbench, shelf, name, join)
}

function answerIn({ approve, deny, report }: Omit<z.infer<typeof options>, 'join'>): Answer | undefined {
  if (Number(approve !== undefined) + Number(deny) + Number(report) > 1)
    throw invalidInput([{ path: '--approve, --deny, --report', message: 'A phone answers once' }])
  if (approve !== undefined) return { decision: 'approve', number: approve }
  if (deny) return { decision: 'deny', number: '' }
  return report ? { decision: 'report', number: '' } : undefined
}

async function joinAs(workbench: Workbench, shelf: Shelf<Kept>, name: string, link: string): Promise<void> {
  if (shelf.has(name)) throw invalidInput([{ path: 'name', message: `There is a phone ${name} already` }])
  const { show } = workbench
  const { origin } = new URL(link)
  const phone = softwarePhone(origin, name)
  const number = await siteAt(origin, workbench).join((at) => phone.join(link, at))
  shelf.put(name, { origin, privateKey: phone.privateKey })
  show.result({ name, number })
  show.line(number)
  show.note('Type this number where the picture was.')
}

async function respond(
  workbench: Workbench,
  name: string,
  { origin, privateKey }: Kept,
  answer: Answer | undefined,
): Promise<void> {
  const { show } = workbench
  const [phone, site] = [softwarePhone(origin, name, privateKey), siteAt(origin, workbench)]
  const question = await site.look((at) => phone.look(at))
  if (!answer) return showQuestion(workbench, question)
  if (!question) throw notAsked(name)
  const outcome = await site.answer((at) => phone.answer(question, answer, at))
  show.result({ outcome, question })
  show.line(outcome)
  show.note(words[outcome])
}

const words: Readonly<Record<Outcome, string>> = {
  approved: 'The other screen goes on by itself.',
  denied: 'Nobody was signed in. The other screen may ask again.',
  refused: 'That was another number; the question is over.',
  reported: 'That sign-in is over, and the phones of this account are locked.',
}

function showQuestion({ show }: Workbench, question: Asked | undefined): void {
  show.result({ question: question ?? null })
  if (!question) {
    show.line('Nobody is asking.')
    return
  }
  for (const [name, value] of factsOf(question)) show.line(`${name}  ${value}`)
  show.note('Answer with --approve and the number of the other screen, --deny or --report.')
}

function showPhones({ show }: Workbench, shelf: Shelf<Kept>): void {
  const items = shelf.names().map((name) => ({ name, origin: shelf.find(name).origin }))
  show.result({ items })
  show.table(
    ['NAME', 'SET UP AT'],
    items.map(({ name, origin }) => [name, origin]),
  )
}

function notAsked(name: string) {
  return new SallyportError(
    'conflict',
    'simulator.not-asked',
    `${name} is asked nothing. Sign in, and choose it.`,
  )
}
