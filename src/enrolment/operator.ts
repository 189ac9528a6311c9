import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { personOf } from '../authentication/index.ts'
import { type Authenticator, openCandidate, openPending } from '../authenticators/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { operationUnknown } from './errors.ts'

/** The factor that understands a key URI, and what it keeps of it; undefined where none does. */
export function readKeyUri(
  deps: Pick<EnrolmentDeps, 'factors'>,
  uri: string,
): { readonly factor: string; readonly pending: unknown } | undefined {
  for (const factor of deps.factors.all) {
    const pending = factor.importUri?.(uri)
    if (pending !== undefined) return { factor: factor.id, pending }
  }
  return undefined
}

/** The factor whose keys travel as key URIs: what a command line makes when asked for a code generator. */
export function keyUriFactor(deps: Pick<EnrolmentDeps, 'factors'>): string | undefined {
  return deps.factors.all.find((factor) => factor.exportUri)?.id
}

/** The key URI of an authenticator, for whoever may read the key of this installation. It contains the secret. */
export async function exportKeyUri(
  deps: EnrolmentDeps,
  row: Authenticator,
  account: Account,
  application: Pick<Application, 'name'>,
): Promise<string> {
  const factor = deps.factors.find(row.factor)
  const data = factor && (openCandidate(deps.box, factor, row)?.data ?? openPending(deps.box, factor, row))
  if (!factor?.exportUri || data === undefined) throw operationUnknown()
  return factor.exportUri(data, await personOf(deps, account), application.name)
}
