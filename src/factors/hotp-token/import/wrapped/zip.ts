import type { FileEntry } from '@zip.js/zip.js'
import { refuseFile } from '../problems.ts'
import { mostBytes } from '../text.ts'
import { cannotBeOpened, needsPassphrase, tooMuchInside } from './cannot.ts'
import { zipOptions } from './options.ts'
import type { Wrapper } from './unwrapping.ts'

/** A ZIP archive with one file, encrypted or not: AES as WinZip and 7-Zip make it, and the old encryption of PKZIP. */
export const zip: Wrapper = {
  id: 'zip',
  title: 'ZIP with one of the other kinds in it',
  options: zipOptions,
  recognises: (file) => Buffer.from(file.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004',
  async open(file, { passphrase }) {
    // Loaded when the first archive comes: no start pays for it.
    const { Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js')
    const password = passphrase === undefined ? {} : { password: passphrase }
    const archive = new ZipReader(new Uint8ArrayReader(file), {
      ...password,
      useWebWorkers: false,
      checkSignature: true,
    })
    const entry = onlyFile(await orRefused(archive.getEntries()))
    if (entry.encrypted && passphrase === undefined) return needsPassphrase('Give its passphrase.')
    const inside = boundedBytes(mostBytes)
    await orRefused(entry.getData(inside.stream), () => inside.full)
    return inside.bytes()
  },
}

function onlyFile(entries: readonly { readonly directory: boolean }[]): FileEntry {
  const [entry, ...others] = entries.filter((one): one is FileEntry => !one.directory)
  if (!entry || others.length > 0)
    return refuseFile(
      `it holds ${others.length + (entry ? 1 : 0)} files`,
      'Bring an archive with the one file.',
    )
  return entry
}

async function orRefused<Result>(reading: Promise<Result>, isFull = () => false): Promise<Result> {
  try {
    return await reading
  } catch {
    return isFull() ? tooMuchInside() : cannotBeOpened()
  }
}

/** Takes so many bytes and then breaks: what an archive says of its size is not believed. */
function boundedBytes(most: number) {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new WritableStream<Uint8Array>({
    write(chunk) {
      length += chunk.length
      if (length > most) throw new RangeError('more than is taken')
      chunks.push(chunk)
    },
  })
  return {
    stream,
    get full() {
      return length > most
    },
    bytes: (): Uint8Array => Buffer.concat(chunks),
  }
}
