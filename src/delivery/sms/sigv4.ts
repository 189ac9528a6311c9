import { createHash, createHmac } from 'node:crypto'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** A request that is to be signed; header names in any case, the query in any order. */
export interface SignableRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SigningScope {
  readonly region: string
  readonly service: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * The headers that AWS Signature Version 4 adds to a request
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export function signRequest(
  request: SignableRequest,
  credentials: AwsCredentials,
  scope: SigningScope,
): Readonly<Record<string, string>> {
  const time = new Date(scope.at).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const added = {
    'x-amz-date': time,
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  }
  const headers = canonicalHeaders({ ...request.headers, host: new URL(request.url).host, ...added })
  const names = headers.map(([name]) => name).join(';')
  const place = [time.slice(0, 8), scope.region, scope.service, 'aws4_request']
  const toSign = ['AWS4-HMAC-SHA256', time, place.join('/'), sha256(canonical(request, headers, names))]
  const key = place.reduce<Uint8Array>(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`, 'utf8'))
  const signature = Buffer.from(hmac(key, toSign.join('\n'))).toString('hex')
  const credential = `${credentials.accessKeyId}/${place.join('/')}`
  return {
    ...added,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

type Header = readonly [name: string, value: string]

function canonical(request: SignableRequest, headers: readonly Header[], names: string): string {
  const { pathname, searchParams } = new URL(request.url)
  const query = [...searchParams].map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`).sort()
  return [
    request.method,
    pathname,
    query.join('&'),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(request.body),
  ].join('\n')
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): readonly Header[] {
  const lower = Object.entries(headers).map(
    ([name, value]): Header => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')],
  )
  return lower.toSorted(([one], [other]) => (one < other ? -1 : 1))
}

/** RFC 3986: all but the unreserved characters. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
