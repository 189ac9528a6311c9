import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where what was fetched is kept between two starts. */
export interface Cache {
  readBlob(): Promise<string | undefined>
  /** Changes whenever the blob does, on whichever node. */
  blobVersion(): Promise<number | undefined>
  writeBlob(jwt: string): Promise<void>
  readLists(): Promise<readonly Uint8Array[]>
  writeList(address: string, bytes: Uint8Array): Promise<void>
}

/** In the data folder; without one nothing is kept. */
export function openCache(dataFolder: string | undefined): Cache {
  const folder = dataFolder === undefined ? undefined : join(dataFolder, 'fido-metadata')
  const blob = folder && join(folder, 'blob.jwt')
  return {
    readBlob: async () => (await readIfThere(blob))?.toString('utf8'),
    blobVersion: () => modifiedAt(blob),
    writeBlob: (jwt) => write(folder, 'blob.jwt', Buffer.from(jwt)),
    async readLists() {
      const names = folder ? await readdir(folder).catch(() => []) : []
      const lists = names
        .filter((name) => name.endsWith('.crl'))
        .map((name) => readIfThere(join(folder ?? '', name)))
      return (await Promise.all(lists)).filter((list) => list !== undefined)
    },
    writeList: (address, bytes) =>
      write(folder, `${createHash('sha256').update(address).digest('hex')}.crl`, bytes),
  }
}

/** When a file was last written; undefined where there is none. */
export async function modifiedAt(file: string | undefined): Promise<number | undefined> {
  if (file === undefined) return undefined
  return (await stat(file).catch(() => undefined))?.mtimeMs
}

async function readIfThere(file: string | undefined): Promise<Buffer | undefined> {
  return file === undefined ? undefined : readFile(file).catch(() => undefined)
}

/** Whole or not at all: another node may be reading. */
async function write(folder: string | undefined, name: string, bytes: Uint8Array): Promise<void> {
  if (folder === undefined) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `${name}.${process.pid}`)
  await writeFile(draft, bytes, { mode: 0o600 })
  await rename(draft, join(folder, name))
}
