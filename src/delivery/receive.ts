import type { Storage } from '../storage/index.ts'
import type { Receipt } from './receipt.ts'
import type { ledgerStore } from './sms/index.ts'

/** unknown: no gateway of ours signed it · later: we do not know its message yet · taken. */
export type Reception = 'taken' | 'later' | 'unknown'

/** Books what a gateway says of a message. False where the message is not in the books (yet). */
export function receiver(deps: {
  readonly storage: Storage
  readonly ledger: ReturnType<typeof ledgerStore>
}) {
  const { storage, ledger } = deps
  return async function receive(gateway: string, receipt: Receipt): Promise<boolean> {
    const statements = [ledger.receive(gateway, receipt)]
    const outcome = await storage.book({ statements, locks: [`receipt ${gateway}`] })
    return outcome === 'booked' || ledger.isKnown(gateway, receipt)
  }
}
