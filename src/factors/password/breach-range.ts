import type { RangeServiceConfig } from './config.ts'

const prefixLength = 5
const longestAnswer = 1_000_000
const linePattern = /^([0-9a-f]{35}):(\d+)$/i

/**
 * How often a hash (upper-case hex) was seen, asked by k-anonymity: the service learns the first five digits only.
 * `Add-Padding` keeps the answer's size from telling more; padding lines have count 0, which means "never".
 * Throws where there is no well-formed answer in time: the caller treats that as unknown, not as safe.
 */
export async function countInRange(service: RangeServiceConfig, hash: string): Promise<number> {
  const response = await fetch(service.url.replace('{prefix}', hash.slice(0, prefixLength)), {
    headers: { 'add-padding': 'true', accept: 'text/plain', 'user-agent': 'sallyport' },
    redirect: 'error',
    signal: AbortSignal.timeout(service.timeout),
  })
  if (!response.ok) throw new Error(`the range service answered ${response.status}`)
  return countOf(hash.slice(prefixLength), await readAtMost(response, longestAnswer))
}

/** Every line is checked, so that a proxy's page with status 200 is not taken for "not found". */
function countOf(suffix: string, body: string): number {
  const lines = body.split(/\r?\n/).filter((line) => line !== '')
  const entries = lines.map((line) => {
    const [, hash, count] = linePattern.exec(line) ?? []
    if (!hash) throw new Error('the range service answered something else than a range')
    return [hash.toUpperCase(), Number(count)] as const
  })
  return new Map(entries).get(suffix) ?? 0
}

async function readAtMost(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) throw new Error('the range service answered too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}
