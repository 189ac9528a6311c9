import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { equalBytes } from '../../kernel/tokens.ts'
import type { Posted, Receipt } from '../receipt.ts'
import { callGateway, jsonOf, refusedBy, unreachable } from './call.ts'
import type { HttpConfig } from './config.ts'
import { type Gateway, type GatewayHost, headerOf } from './gateway.ts'

/** The names that stand in braces in address, headers and body. */
type Values = Readonly<Record<'to' | 'text' | 'id' | 'from' | 'secret', string>>

/** Any gateway that takes a message by one HTTP request, as its manual says. */
export function templateGateway(config: HttpConfig, host: GatewayHost): Gateway {
  const { receipts } = config
  return {
    name: 'http',

    async send(message) {
      const { id, to, text } = message
      const values = { id, to, text, from: config.from ?? '', secret: config.secret ?? '' }
      const answer = await callGateway(host.fetch, {
        method: config.method,
        url: fill(config.url, values, encodeURIComponent),
        headers: {
          ...(config.body === undefined ? {} : { 'content-type': contentTypes[config.format] }),
          ...headersOf(config.headers, values),
        },
        ...(config.body === undefined ? {} : { body: fill(config.body, values, escapes[config.format]) }),
      })
      if ('failed' in answer) return unreachable(answer.failed)
      if (!config.success.statuses.includes(answer.status)) return refusedBy(answer.status, '')
      const { contains } = config.success
      if (contains !== undefined && !answer.text.includes(contains)) {
        return { sent: false, failure: 'deferred', detail: 'answer' }
      }
      return { sent: true, by: { gateway: 'http' } }
    },

    ...(receipts.secret && receipts.header
      ? { readReceipt: (posted: Posted) => readReceipt(receipts, posted) }
      : {}),
  }
}

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml; charset=utf-8',
} as const

/** Each value is only ever text where it lands: it closes no string, no field and no element. */
const escapes = {
  json: (value: string) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  xml: (value: string) =>
    value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/[^\P{Cc}\n]/gu, ' '),
} as const satisfies Record<HttpConfig['format'], (value: string) => string>

function fill(template: string, values: Values, escaped: (value: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? escaped(values[name as keyof Values]) : whole,
  )
}

/** No value breaks a line of the header. */
function headersOf(lines: readonly string[], values: Values): Record<string, string> {
  const oneLine = (value: string) => value.replace(/[^\x20-\x7e]/g, ' ')
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), fill(line.slice(colon + 1).trim(), values, oneLine)]
    }),
  )
}

const posted = z.record(z.string(), z.unknown())

/** JSON with our id and a state, under an HMAC-SHA256 over the body in a header of the gateway's choice. */
function readReceipt(
  { secret = '', header = '', idField, stateField, delivered, failed }: HttpConfig['receipts'],
  request: Posted,
): Receipt | undefined {
  const expected = createHmac('sha256', secret).update(request.body).digest()
  const given = (headerOf(request, header.toLowerCase()) ?? '').replace(/^sha256=/i, '')
  const encoding = /^[0-9a-f]{64}$/i.test(given) ? 'hex' : 'base64'
  if (!equalBytes(Buffer.from(given, encoding), expected)) return undefined

  const fields = posted.safeParse(jsonOf(Buffer.from(request.body).toString('utf8'))).data
  const id = fields?.[idField]
  const state = fields?.[stateField]
  if (typeof id !== 'string' || typeof state !== 'string') return undefined
  if (delivered.includes(state)) return { message: { id }, state: 'delivered' }
  if (failed.includes(state)) return { message: { id }, state: 'failed', detail: state.slice(0, 40) }
  return { message: { id }, state: 'underway' }
}
