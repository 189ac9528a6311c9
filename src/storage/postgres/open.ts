import { unreachable } from '../errors.ts'
import type { OpenOptions } from '../open.ts'
import type { Storage } from '../storage.ts'

export function openPostgres(_url: string, _options: OpenOptions): Promise<Storage> {
  return Promise.reject(unreachable('not yet'))
}
