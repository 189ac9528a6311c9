import { z } from 'zod'
import { SallyportError } from '../../../kernel/errors.ts'
import type { Workbench } from '../../simulator.ts'
import { type Asked, asked } from './asked.ts'
import type { Answering, Joining, Looking } from './software-phone.ts'

const joined = z.object({ show: z.object({ number: z.string() }) })
const looked = z.object({ question: z.object({ show: asked }).optional() })
const answered = z.object({ outcome: z.enum(['approved', 'denied', 'refused', 'reported']) })
const refusal = z.object({
  code: z.string(),
  detail: z.string(),
  details: z.object({ at: z.int().optional() }).optional(),
})

export type Outcome = z.infer<typeof answered>['outcome']

/** A message as it is signed at a time of the site's. */
type SaidAt<Message> = (at: number) => Message

/** The site that a phone was set up at, as phones speak to it. */
export interface Site {
  /** The number that its owner types where the picture was. */
  join(message: SaidAt<Joining>): Promise<string>
  look(message: SaidAt<Looking>): Promise<Asked | undefined>
  answer(message: SaidAt<Answering>): Promise<Outcome>
}

type Kind = 'join' | 'look' | 'answer'

/** Throws `simulator.unreached` where nobody answers there, and `simulator.declined` where it will not. */
export function siteAt(origin: string, { fetch: send, clock }: Pick<Workbench, 'fetch' | 'clock'>): Site {
  async function post(
    kind: Kind,
    message: object,
  ): Promise<{ readonly ok: boolean; readonly body: unknown }> {
    try {
      const response = await send(`${origin}/api/v1/elsewhere/push/${kind}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      })
      return { ok: response.ok, body: await response.json() }
    } catch (cause) {
      throw unreached(origin, cause)
    }
  }

  /** Once more by the clock of the site, where that is another. */
  async function say(kind: Kind, message: SaidAt<object>): Promise<unknown> {
    const first = await post(kind, message(clock.now()))
    if (first.ok) return first.body
    const { at } = refusalIn(origin, first.body).details ?? {}
    const { ok, body } = at === undefined ? first : await post(kind, message(at))
    if (!ok) throw declined(origin, refusalIn(origin, body))
    return body
  }

  return {
    join: async (message) => read(origin, joined, await say('join', message)).show.number,
    look: async (message) => read(origin, looked, await say('look', message)).question?.show,
    answer: async (message) => read(origin, answered, await say('answer', message)).outcome,
  }
}

function refusalIn(origin: string, body: unknown): z.infer<typeof refusal> {
  return read(origin, refusal, body)
}

function read<Schema extends z.ZodType>(origin: string, schema: Schema, body: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(body)
  if (data === undefined) throw unreached(origin, error)
  return data
}

function unreached(origin: string, cause: unknown) {
  const message = `No Sallyport answers at ${origin}.`
  return new SallyportError('unavailable', 'simulator.unreached', message, { cause })
}

function declined(origin: string, { code, detail }: z.infer<typeof refusal>) {
  const message = `${origin} will not have it: ${detail}`
  return new SallyportError('conflict', 'simulator.declined', message, { details: { code } })
}
