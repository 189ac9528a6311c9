/** A key that this phone made for one account. Its private half never leaves the browser, and no script can read it. */
export interface OwnKey {
  /** What the phone is found by: SHA-256 of the public key. */
  readonly phone: string
  /** The public half, as the server knows it. */
  readonly key: string
  readonly privateKey: CryptoKey
  readonly name: string
  /** The number that its owner types on the other screen; undefined once that is done. */
  readonly number?: string
}

const place = 'keys'

/** The keys of this phone, the oldest first. */
export async function listKeys(): Promise<readonly OwnKey[]> {
  return inStore('readonly', (store) => store.getAll() as IDBRequest<OwnKey[]>)
}

export async function keepKey(own: OwnKey): Promise<void> {
  await inStore('readwrite', (store) => store.put(own))
}

export async function forgetKey({ phone }: OwnKey): Promise<void> {
  await inStore('readwrite', (store) => store.delete(phone))
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await opened()
  try {
    return await settled(run(database.transaction(place, mode).objectStore(place)))
  } finally {
    database.close()
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('sallyport-phone', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(place, { keyPath: 'phone' })
  return settled(request)
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
