import { metadataRefused } from '../errors.ts'

const patience = 60_000

/** What lies at an address, of at most so many bytes. Throws `webauthn.metadata-refused`. */
export async function download(fetcher: typeof fetch, address: string, limit: number): Promise<Uint8Array> {
  try {
    const response = await fetcher(address, {
      redirect: 'error',
      headers: { 'user-agent': 'sallyport' },
      signal: AbortSignal.timeout(patience),
    })
    if (!response.ok) throw metadataRefused(`could not be fetched: ${address} answered ${response.status}`)
    return await readAtMost(response, limit)
  } catch (cause) {
    throw metadataRefused(`could not be fetched from ${address}`, cause)
  }
}

async function readAtMost(response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) throw metadataRefused('is larger than anybody would publish')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
