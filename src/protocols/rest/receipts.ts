import { z } from 'zod'
import { SallyportError } from '../../kernel/errors.ts'
import { type Call, type Route, route } from './route.ts'

const named = z.strictObject({ gateway: z.string().max(32) })
const summary =
  'What became of a message, told by the gateway that took it. Nothing is taken without its signature.'

/** Whose signature holds is for the gateway's own reader; a wrong one and an unknown gateway look alike. */
async function receive(call: Call<undefined, undefined, z.infer<typeof named>>) {
  const { deps, request, params } = call
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  const reception = await deps.delivery.receive(params.gateway, {
    url: `${deps.baseUrl}${request.raw.url ?? ''}`,
    headers: request.headers,
    body,
    at: deps.storage.clock.now(),
  })
  if (reception === 'unknown') throw receiptUnknown()
  if (reception === 'later') throw receiptEarly()
  return { status: 200, body: {} }
}

const shared = {
  path: '/delivery/receipts/:gateway',
  access: { by: 'gateway' },
  tag: 'Messages',
  summary,
  params: named,
  answer: z.object({}),
  raw: true,
  handle: receive,
} as const

/** Most gateways post; MessageBird asks for an address whose query says it all. */
export const receiptRoutes: readonly Route[] = [
  route({ method: 'POST', ...shared }),
  route({ method: 'GET', ...shared }),
]

function receiptUnknown() {
  return new SallyportError('not-found', 'receipt.unknown', 'There is no such gateway here.')
}

function receiptEarly() {
  return new SallyportError(
    'unavailable',
    'receipt.early',
    'This message is not in the books yet. Tell it again.',
  )
}
