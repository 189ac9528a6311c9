import type { ApiCaller } from '../../applications/index.ts'
import { notPermitted } from '../errors.ts'

/** No other scope includes this one: whoever brings accounts is a directory, and owns what it brought. */
export function requireProvisioning({ scopes }: ApiCaller): void {
  if (!scopes.includes('provisioning')) throw notPermitted()
}
