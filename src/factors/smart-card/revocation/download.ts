import { notFetched } from '../errors.ts'

export interface DownloadOptions {
  /** Seconds. */
  readonly timeout: number
  /** Bytes. */
  readonly limit: number
  /** A question to a responder; left out for what is only fetched. */
  readonly body?: Uint8Array
}

/**
 * What lies at an address. Lists and answers are signed, so that they may come by plain http, as they mostly do. Throws
 * `smart-card.not-fetched`.
 */
export async function download(
  fetcher: typeof fetch,
  address: string,
  { timeout, limit, body }: DownloadOptions,
): Promise<Uint8Array> {
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) throw notFetched(address, 'is no address for us')
  const asking = body && {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: new Uint8Array(body),
  }
  try {
    const signal = AbortSignal.timeout(timeout * 1000)
    const response = await fetcher(address, { redirect: 'error', signal, ...asking })
    if (!response.ok) throw notFetched(address, `answered ${response.status}`)
    return await readAtMost(response, address, limit)
  } catch (cause) {
    throw notFetched(address, 'could not be had', cause)
  }
}

async function readAtMost(response: Response, address: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) throw notFetched(address, 'holds more than anybody would publish')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
