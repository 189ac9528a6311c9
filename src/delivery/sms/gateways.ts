import type { Clock } from '../../kernel/clock.ts'
import type { Transport } from '../transport.ts'
import { birdGateway } from './bird.ts'
import type { SmsConfig } from './config.ts'
import { type Gateway, type GatewayHost, type GatewayName, gatewayNames } from './gateway.ts'
import { messageBirdGateway } from './messagebird.ts'
import { smppGateway } from './smpp.ts'
import { snsGateway } from './sns.ts'
import { templateGateway } from './template.ts'
import { smsTransport } from './transport.ts'
import { twilioGateway } from './twilio.ts'
import { vonageGateway } from './vonage.ts'

/** The list: how each gateway is made of its slice; undefined where it has none. */
const makers: Readonly<Record<GatewayName, (config: SmsConfig, host: GatewayHost) => Gateway | undefined>> = {
  twilio: ({ twilio }, host) => twilio && twilioGateway(twilio, host),
  vonage: ({ vonage }, host) => vonage && vonageGateway(vonage, host),
  sns: ({ sns }, host) => sns && snsGateway(sns, host),
  messagebird: ({ messagebird }, host) => messagebird && messageBirdGateway(messagebird, host),
  bird: ({ bird }, host) => bird && birdGateway(bird, host),
  http: ({ http }, host) => http && templateGateway(http, host),
  smpp: ({ smpp }) => smpp && smppGateway(smpp),
}

export interface SmsGatewayDeps {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly baseUrl: string
}

/** The telephone network as configured; undefined where there is no gateway: SMS is then unavailable (R9). */
export function smsGateways(config: SmsConfig, deps: SmsGatewayDeps): Transport | undefined {
  const { clock, baseUrl } = deps
  const reachable = new URL(baseUrl).protocol === 'https:'
  const host: GatewayHost = {
    fetch: deps.fetch,
    now: () => clock.now(),
    receiptUrl: (gateway, messageId) =>
      reachable ? `${baseUrl}/api/v1/delivery/receipts/${gateway}?message=${messageId}` : undefined,
  }
  const gateways = (config.gateways ?? gatewayNames).flatMap((name) => makers[name](config, host) ?? [])
  return gateways.length === 0 ? undefined : smsTransport(gateways, () => clock.monotonic())
}
