import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smsConfig } from './config.ts'
import { code, host, startGateway } from './gateway-server.fixture.ts'
import { snsGateway } from './sns.ts'

function gateway(url: string, more: object = {}) {
  const keys = { region: 'eu-central-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  const { sns } = smsConfig.parse({ countries: ['DE'], sns: { ...keys, url, ...more } })
  assert.ok(sns)
  return snsGateway(sns, host)
}

const taken =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult></PublishResponse>'

test('publishes to the number, signed (docs.aws.amazon.com/sns/latest/api/API_Publish.html)', async () => {
  const api = await startGateway({ status: 200, body: taken })
  const outcome = await gateway(api.url, { senderId: 'Example', sessionToken: 'st' }).send(code)
  assert.deepEqual(outcome, {
    sent: true,
    by: { gateway: 'sns', reference: '567910cd-659e-55d4-8ccb-5aaf14679dc0' },
  })
  const [request] = api.requests
  assert.deepEqual([request?.method, request?.path], ['POST', '/'])
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
    Action: 'Publish',
    Version: '2010-03-31',
    PhoneNumber: '+491701234567',
    Message: code.text,
    'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
    'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SenderID',
    'MessageAttributes.entry.2.Value.DataType': 'String',
    'MessageAttributes.entry.2.Value.StringValue': 'Example',
  })
  assert.equal(request?.headers['x-amz-date'], '20270115T080000Z')
  assert.equal(request?.headers['x-amz-security-token'], 'st')
  assert.match(
    String(request?.headers.authorization),
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20270115\/eu-central-1\/sns\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  )
  await api.close()
})

test('tells a wrong number from keys that do not open and from a full second', async () => {
  const api = await startGateway({ status: 400 })
  const replies = [
    [400, 'InvalidParameter', 'rejected', '400 InvalidParameter'],
    [400, 'Throttling', 'deferred', 'Throttling'],
    [403, 'AuthorizationError', 'unreachable', '403 AuthorizationError'],
    [403, 'SignatureDoesNotMatch', 'unreachable', '403 SignatureDoesNotMatch'],
    [500, 'InternalError', 'unreachable', '500 InternalError'],
  ] as const
  for (const [status, name, failure, detail] of replies) {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>+491701234567</Message></Error></ErrorResponse>`
    api.answer({ status, body })
    assert.deepEqual(await gateway(api.url).send(code), { sent: false, failure, detail })
  }
  await api.close()
})
