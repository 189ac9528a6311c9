import type { OutgoingMessage, SendOutcome } from '../transport.ts'
import { callGateway, refusedBy, unreachable } from './call.ts'
import type { SnsConfig } from './config.ts'
import type { Gateway, GatewayHost } from './gateway.ts'
import { signRequest } from './sigv4.ts'

const contentType = 'application/x-www-form-urlencoded; charset=utf-8'

/** This moment's load: another gateway may do better. */
const elsewhere = new Set(['Throttling', 'ThrottlingException', 'ThrottledException'])

/**
 * Amazon SNS, `Publish` to a number (docs.aws.amazon.com/sns/latest/api/API_Publish.html). What became of a message
 * is told in CloudWatch only, so there are no receipts.
 */
export function snsGateway(config: SnsConfig, host: GatewayHost): Gateway {
  const { region, accessKeyId, secretAccessKey, sessionToken } = config
  const url = `${config.url ?? `https://sns.${region}.amazonaws.com`}/`
  return {
    name: 'sns',
    async send(message) {
      const request = {
        method: 'POST',
        url,
        headers: { 'content-type': contentType },
        body: new URLSearchParams(fieldsOf(config, message)).toString(),
      } as const
      const signed = signRequest(
        request,
        { accessKeyId, secretAccessKey, sessionToken },
        { region, service: 'sns', at: host.now() },
      )
      const answer = await callGateway(host.fetch, { ...request, headers: { ...request.headers, ...signed } })
      return 'failed' in answer ? unreachable(answer.failed) : outcomeOf(answer)
    },
  }
}

function fieldsOf({ senderId }: SnsConfig, message: OutgoingMessage): Record<string, string> {
  const attributes = [
    ['AWS.SNS.SMS.SMSType', 'Transactional'],
    ...(senderId ? [['AWS.SNS.SMS.SenderID', senderId]] : []),
  ]
  const entries = attributes.flatMap(([name = '', value = ''], index) => {
    const entry = `MessageAttributes.entry.${index + 1}`
    return [
      [`${entry}.Name`, name],
      [`${entry}.Value.DataType`, 'String'],
      [`${entry}.Value.StringValue`, value],
    ]
  })
  return {
    Action: 'Publish',
    Version: '2010-03-31',
    PhoneNumber: message.to,
    Message: message.text,
    ...Object.fromEntries(entries),
  }
}

function outcomeOf({ status, text }: { readonly status: number; readonly text: string }): SendOutcome {
  const reference = /<MessageId>([\w-]{1,64})<\/MessageId>/.exec(text)?.[1]
  if (status === 200 && reference) return { sent: true, by: { gateway: 'sns', reference } }
  const code = /<Code>(\w{1,40})<\/Code>/.exec(text)?.[1] ?? ''
  if (elsewhere.has(code)) return { sent: false, failure: 'deferred', detail: code }
  return refusedBy(status, code)
}
